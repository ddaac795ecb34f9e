# The database on the command line: init, run with --db, the draft's conflicts, decree issue, a second stage, verify,
# the key, the lock. Exit codes as CONTRACT section 2. With UJI_MESIN=postgresql (store_pg.t) on PostgreSQL.
use strict;
use warnings;
use Fcntl qw(:flock);
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Rantai;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $pg;
if (($ENV{UJI_MESIN} // '') eq 'postgresql') {
	require './tests/tools/Pg.pm';
	$pg = Pg->start or plan skip_all => 'PostgreSQL is not installed';
}
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = "$dir/rumah";
delete $ENV{LINDUNG_KUNCI};
mkdir $ENV{HOME};

sub lindung {
	my $out = join '', map { "$_" } `$lindung @_ 2>&1`;
	return ($? >> 8, $out);
}

sub expect {
	my ($want, $like, $name, @args) = @_;
	my ($code, $out) = lindung(@args);
	is($code, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}

my ($code, $out) = lindung("sample $dir/kota --persons 8000 --proposals 200 --seed 5");
is($code, 0, 'a city') or diag $out;
my $lists = join ' ', map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx);
my $others = join ' ', "--dukcapil $dir/kota/dukcapil.csv", "--desil $dir/kota/desil.csv", "--peserta $dir/kota/peserta.csv",
  "--tolak $dir/kota/tolak_asn.csv";
# a database of this name: a file, or a schema
sub place {
	my ($name, $patience) = @_;
	return "$dir/$name.db" unless $pg;
	return "'" . $pg->url("uji_$name") . ($patience ? '%20-clock_timeout%3D300ms' : '') . "'";
}
my $db = '--db ' . place('kota');

sub run_args {
	my ($program, $to, $more) = @_;
	return "run --program $dir/kota/$program $lists $others --keluaran $dir/$to --threads 1 $more";
}

# --- the key, and a database made when missing
expect(3, qr/tidak ada/, 'verify of nothing', "verify $db");
ok(!-e "$dir/kota.db", 'and it makes nothing');
is($pg->psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'uji_kota'"), 0, 'nor tables') if $pg;
expect(0, undef, 'a run without a database', run_args('program.yaml', 'polos', ''));
$out = expect(0, qr/Salin ke tempat aman/, 'a run makes database and key, and says to copy the key', run_args('program.yaml', 'satu', $db));
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
ok($run, 'the draft has a name') or diag $out;
is((stat "$ENV{HOME}/.config/lindung/kunci")[2] & 0777, 0600, 'the key is its owner\'s alone');
is((stat "$dir/kota.db")[2] & 0777, 0600, 'the database too') unless $pg;
my $same = system("cmp -s $dir/polos/keputusan.csv $dir/satu/keputusan.csv");
is($same, 0, 'the same decision with and without a database');
# With two threads rows are stored while papers are rendered: nobody can tell by the papers.
{
	my $beside = '--db ' . place('beside');
	(my $args = run_args('program.yaml', 'berdua', $beside)) =~ s/--threads 1/--threads 2/;
	expect(0, undef, 'a run with two threads', $args);
	my ($differ) = grep { system("cmp -s $dir/satu/$_ $dir/berdua/$_") } grep { $_ ne 'ringkasan.json' } map { s{^\Q$dir\E/satu/}{}r } split /\n/, `find $dir/satu -type f`;
	is($differ, undef, 'the same papers, byte by byte');
	my @rows;
	for ([ satu => $db ], [ beside => $beside ]) {
		expect(0, undef, "$_->[0] as text", "dump $_->[1] --keluaran $dir/isi-$_->[0].txt");
		open my $f, '<', "$dir/isi-$_->[0].txt" or die;
		push @rows, join '', do { local $/; <$f> } =~ /^# run_row\n(.*?)^# run_row: (\d+)/ms;
	}
	cmp_ok(length $rows[0], '>', 200, 'rows');
	is($rows[1] eq $rows[0] ? 'alike' : 'different', 'alike', 'the same rows');
}

# --- what is personal is not in the file
my $names = 0;
if (open my $fh, '<', "$dir/satu/keputusan.csv") {
	my @name;
	while (<$fh>) { push @name, $1 if /,(\d{16}),/ }
	$pg->psql('CHECKPOINT') if $pg;
	my @files = $pg ? split /\n/, `find $pg->{folder}/d/data/base $pg->{folder}/d/data/pg_wal -type f` : glob "$dir/kota.db*";
	my $all = 0;
	for my $file (@files) {
		open my $bytes, '<:raw', $file or next;
		my $text = do { local $/; <$bytes> };
		$all++ if index($text, 'terpilih') >= 0;
		$names += grep { index($text, $_) >= 0 } @name[0 .. 50];
	}
	ok(@name > 100, 'there are NIKs to look for');
	ok($all, 'and the files hold the run');
}
is($names, 0, 'no NIK stands in the database\'s files');

# --- the draft
expect(4, qr/sudah masuk program dan tahap ini pada .*--ulang/s, 'the same lists again', run_args('program.yaml', 'dua', $db));
ok(!-e "$dir/dua", 'its folder is untouched');
expect(2, qr/pengguna bernama.*lindung user add/, 'without users there is no chain', "decree verify $run $db");
staff($db, $dir);
my $op = as_user('operator', $dir);
expect(2, qr/perlu pengguna bernama dengan wewenang "pemadanan".*--sebagai/, 'with users somebody must act', run_args('program.yaml', 'dua', "$db --ulang 'daftar lama keliru'"));
expect(2, qr/disusun tanpa nama/, 'a nameless draft is not verified', "decree verify $run $db " . as_user('kabid', $dir));
$out = expect(0, undef, 'again, with a reason', run_args('program.yaml', 'dua', "$db --ulang 'daftar lama keliru' $op"));
my ($second) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
isnt($second, $run, 'another draft');
$out = expect(0, qr/$run .*diganti/, 'the first is replaced', "decree list $db");
like($out, qr/$second .*rancangan/, 'the second is the draft');
like($out, qr/\A(?:.*\n)*?.*$second(?:.*\n)+.*$run/, 'newest first');

# --- the decree
my $scan = "$dir/sk.pdf";
open my $pdf, '>', $scan or die;
print $pdf "%PDF-1.4 pindaian\n";
close $pdf;
my $law = as_user('hukum', $dir);
my $issue = "decree issue $second $db $law --tanggal 2025-05-02 --berkas $scan";
expect(2, qr/nomor/, 'no number', $issue);
expect(3, qr/tidak dapat dibuka/, 'no scan', "decree issue $second $db $law --nomor 1/2025 --tanggal 2025-05-02 --berkas $dir/tidakada.pdf");
expect(2, qr/tidak ada/, 'no such draft', "decree issue 0000-0000-0000 $db $law --nomor 1/2025 --tanggal 2025-05-02 --berkas $scan");
expect(4, qr/sudah diganti/, 'a replaced draft', "decree issue $run $db $law --nomor 1/2025 --tanggal 2025-05-02 --berkas $scan");
expect(4, qr/belum sampai langkah ini \(keadaan: rancangan\); berikutnya verifikasi/, 'not from a draft', "$issue --nomor 1/2025");
is((chain_to($second, 'ditandatangani', $db, $dir))[0], 0, 'the chain');
expect(4, qr/sudah ditandatangani dan terkunci.*decree return/, 'no longer replaced', run_args('program.yaml', 'tiga', "$db --ulang 'keliru lagi' $op"));
expect(0, qr/Ditetapkan/, 'issued', "$issue --nomor 1/2025");
expect(4, qr/sudah ditetapkan dengan nomor 1\/2025/, 'only once', "$issue --nomor 2/2025");
expect(4, qr/tahap baru/, 'a decree is not replaced', run_args('program.yaml', 'tiga', "$db --ulang 'keliru lagi' $op"));

# --- a second stage chooses nobody twice and spends nothing twice
open my $in, '<', "$dir/kota/program.yaml" or die;
my $yaml = join '', <$in>;
$yaml =~ s/tahap: *1/tahap: 2/ or die 'no stage in the programme';
open my $to, '>', "$dir/kota/tahap2.yaml" or die;
print $to $yaml;
close $to;
expect(0, undef, 'stage 2', run_args('tahap2.yaml', 'empat', "$db $op"));

sub chosen {
	my ($file, $confirmed) = @_;
	my (%who, @head);
	open my $fh, '<', $file or die "$file: $!";
	while (<$fh>) {
		chomp;
		my @c = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;
		if (!@head) { @head = @c; next }
		my %r; @r{@head} = @c;
		$who{ $r{nik} } = $r{total} if $r{putusan} eq 'terpilih' && (!$confirmed || $r{syarat} eq '');
	}
	return \%who;
}
my ($one, $two) = (chosen("$dir/dua/keputusan.csv", 1), chosen("$dir/empat/keputusan.csv", 0));
ok(keys %$one > 20, 'stage 1 decreed somebody');
is(scalar(grep { $one->{$_} } keys %$two), 0, 'nobody is chosen twice');
my ($pagu) = $yaml =~ /pagu: *(\d+)/;
my $spent = 0;
$spent += $_ for values %$one, values %$two;
cmp_ok($spent, '<=', $pagu, 'both stages together stay within the money');

# --- one writer; another key; found wrong
my $boss = as_user('kelola', $dir);
my $holder;
if ($pg) { # a session that wrote and did not end yet
	$holder = open my $in, '|-', '/usr/lib/postgresql/15/bin/psql', '-X', '-q', '-d', $pg->url('uji_kota') or die;
	$in->autoflush(1);
	print $in "BEGIN; SELECT pg_advisory_xact_lock(1279872580, (oid::bigint & 2147483647)::int) FROM pg_namespace WHERE nspname = 'uji_kota' \\g /dev/null\n";
	select undef, undef, undef, 0.05 until $pg->psql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") > 0;
	expect(4, qr/tidak siap|dipakai/, 'somebody else writes', 'migrate --db ' . place('kota', 1) . " $boss");
	expect(0, qr/utuh/, 'reading goes on', "verify $db");
	print $in "ROLLBACK;\n";
	close $in;
} else {
	open my $lock, '>>', "$dir/kota.db.lock" or die;
	flock $lock, LOCK_EX;
	expect(4, qr/proses lain/, 'somebody else writes', "migrate $db $boss");
	expect(0, qr/utuh/, 'reading goes on', "verify $db");
	flock $lock, LOCK_UN;
}
expect(0, undef, 'then it is free', "migrate $db $boss");
expect(4, qr/kunci/, 'a key that is not there', "verify $db --kunci $dir/lain");
ok(!-e "$dir/lain", 'is not made for a database that has one');
my $lain = place('lain');
expect(0, qr/Salin/, 'another key for another database', "init --db $lain --kunci $dir/lain");
expect(4, qr/memakai kunci [0-9a-f]{16}/, 'the wrong key', "verify $db --kunci $dir/lain");
$ENV{LINDUNG_KUNCI} = "$dir/lain";
expect(0, qr/utuh/, '$LINDUNG_KUNCI names the key', "verify --db $lain");
delete $ENV{LINDUNG_KUNCI};
chmod 0644, "$dir/lain";
expect(2, qr/chmod 600/, 'a key that others may read', "verify --db $lain --kunci $dir/lain");
expect(4, qr/sudah ada/, 'init of what is there', "init $db $boss");
expect(2, qr/bukan basis data Lindung/, 'a list is no database', "verify --db $dir/kota/desil.csv");

# --- killed at any moment: whole or not at all, and the same command goes on
my ($whole, $absent) = (0, 0);
for my $ms (2, 15, 30, 45, 60, 80, 100, 130, 160, 200, 260, 340, 450) {
	unlink glob "$dir/mati.db*";
	$pg->psql('DROP SCHEMA IF EXISTS uji_mati CASCADE') if $pg;
	my $mati = place('mati');
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>&', \*STDOUT;
		exec split / /, "$lindung " . run_args('program.yaml', "mati$ms", '--db ' . $mati =~ tr/'//dr);
		exit 127;
	}
	select undef, undef, undef, $ms / 1000;
	kill 9, $pid;
	waitpid $pid, 0;
	my ($found) = lindung("verify --db $mati");
	my ($again) = lindung(run_args('program.yaml', "mati$ms", "--db $mati"));
	ok(($found == 0 || $found == 3) && ($again == 0 || $again == 4), "killed after $ms ms: sound, and goes on")
	  or diag "verify $found, again $again";
	$again == 4 ? $whole++ : $absent++;
	is((lindung("verify --db $mati"))[0], 0, 'sound at the end');
}
diag "killed runs: $whole whole, $absent absent" if $ENV{SIZE};

$out = expect(0, qr/utuh/, 'all is well before', "verify $db --json");
if ($pg) {
	$pg->psql("UPDATE uji_kota.run_row SET putusan = 'terpolih' WHERE (run, pos) = (SELECT run, pos FROM uji_kota.run_row WHERE putusan = 'terpilih' LIMIT 1)");
} else {
	open my $file, '+<:raw', "$dir/kota.db" or die;
	my $bytes = do { local $/; <$file> };
	# Any one place may be what a moved page left behind; tests/fault/test_tamper.c changes every living cell by itself.
	my $places = 0;
	while ($bytes =~ /padanterpilih/g) {
		seek $file, pos($bytes) - 4, 0;
		print $file 'o';
		$places++;
	}
	close $file;
	cmp_ok($places, '>', 0, 'verdicts stand in the file');
}
expect(1, qr/Temuan\n(?:- .*\n)*- .*berbeda/, 'one changed byte is found', "verify $db");
done_testing();
