# The database on the command line: init, run with --db, the draft's conflicts, decree issue, a second stage, verify,
# the key, the lock. Exit codes as CONTRACT section 2.
use strict;
use warnings;
use Fcntl qw(:flock);
use File::Temp qw(tempdir);
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
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
my $db = "--db $dir/kota.db";

sub run_args {
	my ($program, $to, $more) = @_;
	return "run --program $dir/kota/$program $lists $others --keluaran $dir/$to --threads 1 $more";
}

# --- the key, and a database made when missing
expect(3, qr/tidak ada/, 'verify of nothing', "verify $db");
ok(!-e "$dir/kota.db", 'and it makes nothing');
expect(0, undef, 'a run without a database', run_args('program.yaml', 'polos', ''));
$out = expect(0, qr/Salin ke tempat aman/, 'a run makes database and key, and says to copy the key', run_args('program.yaml', 'satu', $db));
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
ok($run, 'the draft has a name') or diag $out;
is((stat "$ENV{HOME}/.config/lindung/kunci")[2] & 0777, 0600, 'the key is its owner\'s alone');
is((stat "$dir/kota.db")[2] & 0777, 0600, 'the database too');
my $same = system("cmp -s $dir/polos/keputusan.csv $dir/satu/keputusan.csv");
is($same, 0, 'the same decision with and without a database');

# --- what is personal is not in the file
my $names = 0;
if (open my $fh, '<', "$dir/satu/keputusan.csv") {
	my @name;
	while (<$fh>) { push @name, $1 if /,(\d{16}),/ }
	for my $file (glob "$dir/kota.db*") {
		open my $bytes, '<:raw', $file or next;
		my $text = join '', <$bytes>;
		$names += grep { index($text, $_) >= 0 } @name[0 .. 50];
	}
	ok(@name > 100, 'there are NIKs to look for');
}
is($names, 0, 'no NIK stands in the database\'s files');

# --- the draft
expect(4, qr/sudah masuk program dan tahap ini pada .*--ulang/s, 'the same lists again', run_args('program.yaml', 'dua', $db));
ok(!-e "$dir/dua", 'its folder is untouched');
$out = expect(0, undef, 'again, with a reason', run_args('program.yaml', 'dua', "$db --ulang 'daftar lama keliru'"));
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
my $issue = "decree issue $second $db --tanggal 2025-05-02 --berkas $scan";
expect(2, qr/nomor/, 'no number', $issue);
expect(3, qr/tidak dapat dibuka/, 'no scan', "decree issue $second $db --nomor 1/2025 --tanggal 2025-05-02 --berkas $dir/tidakada.pdf");
expect(2, qr/tidak ada/, 'no such draft', "decree issue 0000-0000-0000 $db --nomor 1/2025 --tanggal 2025-05-02 --berkas $scan");
expect(4, qr/sudah diganti/, 'a replaced draft', "decree issue $run $db --nomor 1/2025 --tanggal 2025-05-02 --berkas $scan");
expect(0, qr/Ditetapkan/, 'issued', "$issue --nomor 1/2025");
expect(4, qr/sudah ditetapkan dengan nomor 1\/2025/, 'only once', "$issue --nomor 2/2025");
expect(4, qr/tahap baru/, 'a decree is not replaced', run_args('program.yaml', 'tiga', "$db --ulang 'keliru lagi'"));

# --- a second stage chooses nobody twice and spends nothing twice
open my $in, '<', "$dir/kota/program.yaml" or die;
my $yaml = join '', <$in>;
$yaml =~ s/tahap: *1/tahap: 2/ or die 'no stage in the programme';
open my $to, '>', "$dir/kota/tahap2.yaml" or die;
print $to $yaml;
close $to;
expect(0, undef, 'stage 2', run_args('tahap2.yaml', 'empat', $db));

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
open my $lock, '>>', "$dir/kota.db.lock" or die;
flock $lock, LOCK_EX;
expect(4, qr/proses lain/, 'somebody else writes', "migrate $db");
expect(0, qr/utuh/, 'reading goes on', "verify $db");
flock $lock, LOCK_UN;
expect(0, undef, 'then it is free', "migrate $db");
expect(4, qr/kunci/, 'a key that is not there', "verify $db --kunci $dir/lain");
ok(!-e "$dir/lain", 'is not made for a database that has one');
expect(0, qr/Salin/, 'another key for another database', "init --db $dir/lain.db --kunci $dir/lain");
expect(4, qr/memakai kunci [0-9a-f]{16}/, 'the wrong key', "verify $db --kunci $dir/lain");
$ENV{LINDUNG_KUNCI} = "$dir/lain";
expect(0, qr/utuh/, '$LINDUNG_KUNCI names the key', "verify --db $dir/lain.db");
delete $ENV{LINDUNG_KUNCI};
chmod 0644, "$dir/lain";
expect(2, qr/chmod 600/, 'a key that others may read', "verify --db $dir/lain.db --kunci $dir/lain");
expect(4, qr/sudah ada/, 'init of what is there', "init $db");
expect(2, qr/bukan basis data Lindung/, 'a list is no database', "verify --db $dir/kota/desil.csv");

# --- killed at any moment: whole or not at all, and the same command goes on
my ($whole, $absent) = (0, 0);
for my $ms (2, 15, 30, 45, 60, 80, 100, 130, 160, 200, 260, 340, 450) {
	unlink glob "$dir/mati.db*";
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>&', \*STDOUT;
		exec split / /, "$lindung " . run_args('program.yaml', "mati$ms", "--db $dir/mati.db");
		exit 127;
	}
	select undef, undef, undef, $ms / 1000;
	kill 9, $pid;
	waitpid $pid, 0;
	my ($found) = lindung("verify --db $dir/mati.db");
	my ($again) = lindung(run_args('program.yaml', "mati$ms", "--db $dir/mati.db"));
	ok(($found == 0 || $found == 3) && ($again == 0 || $again == 4), "killed after $ms ms: sound, and goes on")
	  or diag "verify $found, again $again";
	$again == 4 ? $whole++ : $absent++;
	is((lindung("verify --db $dir/mati.db"))[0], 0, 'sound at the end');
}
diag "killed runs: $whole whole, $absent absent" if $ENV{SIZE};

$out = expect(0, qr/utuh/, 'all is well before', "verify $db --json");
open my $file, '+<:raw', "$dir/kota.db" or die;
my $bytes = do { local $/; <$file> };
my $at = index $bytes, 'terpilih';
cmp_ok($at, '>', 0, 'a verdict stands in the file');
seek $file, $at, 0;
print $file 'terpolih';
close $file;
expect(1, qr/Temuan\n- .*berbeda/, 'one changed byte is found', "verify $db");
done_testing();
