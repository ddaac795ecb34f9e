# `lindung hold`: one process holds the database, the commands of others go through its socket and come back to the byte
# as without it; many at once do not refuse each other; a stop loses nothing.
use strict;
use warnings;
use Cwd qw(getcwd);
use IO::Socket::UNIX;
use POSIX qw(WNOHANG);
use Test::More;
use lib 'tests/tools';
use Perintah;
use Time::HiRes qw(sleep time);

my $slow = $ENV{LINDUNG_SANITIZED} ? 10 : 1;

sub start_holder {
	my ($file) = @_;
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', "$file.hold" or die;
		open STDERR, '>&', \*STDOUT;
		exec $lindung, 'hold', '--db', $file;
		exit 127;
	}
	my $until = time + 10 * $slow;
	sleep 0.01 until -S "$file.sock" || time > $until || waitpid($pid, WNOHANG);
	return $pid;
}

sub stop_holder {
	my ($pid, $file, $signal) = @_;
	kill $signal // 'TERM', $pid;
	waitpid $pid, 0;
	my $code = $? >> 8;
	open my $out, '<', "$file.hold" or die;
	return ($code, join '', <$out>);
}

# --- two databases with the same past: one held, one not
is((lindung("sample $dir/kota --persons 6000 --proposals 120 --seed 5"))[0], 0, 'a city');
expect(0, undef, 'init', "init --db $dir/$_.db") for qw(sendiri dipegang);
my $pid = start_holder("$dir/dipegang.db");
ok(-S "$dir/dipegang.db.sock", 'the socket is there') or BAIL_OUT('no holder');
is((stat "$dir/dipegang.db.sock")[2] & 0777, 0600, 'and is its owner\'s alone');
expect(4, qr/PID $pid/, 'a second holder is told who holds it', "hold --db $dir/dipegang.db");

sub run_args {
	my ($to, $file, $more) = @_;
	return "run --program kota/program.yaml --usulan kota/usulan_dinas_perikanan.csv --usulan kota/usulan_disnaker.xlsx"
	  . " --dukcapil $dir/kota/dukcapil.csv --desil kota/desil.csv --peserta kota/peserta.csv --tolak kota/tolak_asn.csv"
	  . " --keluaran $to --threads 2 --db $file " . ($more // '');
}

# relative names, from another folder than the holder's; files, folder and answer are the same to the byte
my $home = getcwd();
my %answer;
for my $who (qw(sendiri dipegang)) {
	mkdir "$dir/$who";
	symlink "../kota", "$dir/$who/kota";
	chdir "$dir/$who";
	my $file = "../$who.db";
	for my $how ('--json', '') {
		my ($code, $out) = lindung(run_args('hasil', $file, $how ? '--json' : "--ulang 'sekali lagi'"));
		is($code, 0, "$who: run $how") or diag $out;
		push @{ $answer{$who} }, $out;
	}
	for ("run --program kota/tidakada.yaml --usulan kota/desil.csv --dukcapil kota/dukcapil.csv --keluaran x --db $file",
		run_args('hasil', $file), "decree issue 0000-0000-0000 --db $file --nomor 1 --tanggal 2025-05-02 --berkas sk.pdf",
		"migrate --db $file", "init --db $file")
	{
		my ($code, $out) = lindung($_);
		$out =~ s/pada .*? UTC/pada SAAT/;
		push @{ $answer{$who} }, "$code $out";
	}
}
chdir $home;
for my $list (values %answer) { s/\.\.\/\w+\.db/DB/g for @$list }
is_deeply($answer{dipegang}, $answer{sendiri}, 'answers and messages are those of a run without a holder');
like($answer{dipegang}[0], qr/"dana":\[\{.*"keluaran":"hasil"/, 'lists and names as given');
my $differ = `diff -rq $dir/sendiri/hasil $dir/dipegang/hasil 2>&1`;
$differ =~ s/^Files \S*ringkasan.json .*\n//m;
is($differ, '', 'the papers too, to the byte');

# --- who may ask, and what
expect(4, qr/memegang basis data lain/, 'another database under this socket', do {
	symlink "$dir/dipegang.db.sock", "$dir/sendiri.db.sock";
	"migrate --db $dir/sendiri.db";
});
unlink "$dir/sendiri.db.sock";
expect(4, qr/memakai kunci|kunci/, 'the key of the one who asks counts', "migrate --db $dir/dipegang.db --kunci $dir/lain");
ok(!-e "$dir/lain", 'and none is made');
for my $junk ("", "GET / HTTP/1.1\r\n\r\n", "LD\x01P\xff\xff\xff\xff", "LD\x01P\x04\0\0\0abcd", "LD\x01P\x04\0\0\0ab", "LD\x01J\0\0\0\0", "\0" x 5000) {
	my $s = IO::Socket::UNIX->new(Peer => "$dir/dipegang.db.sock") or die;
	print $s $junk;
	shutdown $s, 1;
	local $SIG{ALRM} = sub { die "no end" };
	alarm 20;
	my $said = join '', <$s>;
	alarm 0;
	unlike($said, qr/^.{8}\0{8}/s, 'junk is not answered with success');
}
expect(0, undef, 'it goes on', "migrate --db $dir/dipegang.db");

# --- users: a wrong PIN is counted though another process holds the lock
if ((lindung("help user add"))[0] == 0) {
	open my $pin, '>', "$dir/pin" or die;
	print $pin "314159\n";
	close $pin;
	open $pin, '>', "$dir/salah" or die;
	print $pin "271828\n";
	close $pin;
	chmod 0600, "$dir/pin", "$dir/salah";
	my ($code, $out) = lindung("user add ani --role admin --pin-baru $dir/pin --db $dir/dipegang.db");
	is($code, 0, 'a user') or diag $out;
	expect(0, undef, 'she reads', "decree list --db $dir/dipegang.db --sebagai ani --pin-berkas $dir/pin");
	my $locked = 0;
	for (1 .. 12) {
		($code, $out) = lindung("decree list --db $dir/dipegang.db --sebagai ani --pin-berkas $dir/salah");
		$locked = 1 if $code == 4 && $out =~ /terlalu sering/;
	}
	ok($locked, 'guessing PINs is locked out') or diag $out;
}

# --- many at once: none is refused, none is lost; one key, one effect
expect(0, undef, 'init', "init --db $dir/ramai.db");
my $ramai = start_holder("$dir/ramai.db");
my @child;
for my $n (1 .. 24) {
	my $kid = fork // die;
	if (!$kid) {
		open STDOUT, '>', "$dir/ramai.$n";
		open STDERR, '>&', \*STDOUT;
		exec split / /, "$lindung migrate --db $dir/ramai.db" . ($n > 16 ? ' --kunci-perintah sama' : '');
		exit 127;
	}
	push @child, $kid;
}
my $failed = 0;
for (@child) { waitpid $_, 0; $failed++ if $? }
is($failed, 0, '24 at once, all served') or diag `cat $dir/ramai.*`;
my $out = expect(0, qr/utuh/, 'sound', "verify --db $dir/ramai.db --json");
like($out, qr/"peristiwa":18,/, 'sixteen commands, and one that came eight times, after init');

expect(0, qr/Menunggu giliran menulis, 99 % +\d+ ms/, 'scale check asks the holder', "scale check --db $dir/ramai.db");
expect(0, qr/tidak ada pemegang/, 'or says that there is none', "scale check --db $dir/sendiri.db");
expect(3, qr/tidak ada/, 'of nothing', "scale check --db $dir/tidakada.db");

# --- stopped in the middle of work: what was taken is finished
my $kid = fork // die;
if (!$kid) {
	open STDOUT, '>', "$dir/akhir";
	open STDERR, '>&', \*STDOUT;
	chdir $dir;
	exec split / /, "$lindung " . run_args('akhir-hasil', 'ramai.db');
	exit 127;
}
my $until = time + 10 * $slow; # until it has the ear of the holder
sleep 0.005 until time > $until || grep { (readlink($_) // '') =~ /^socket:/ } glob "/proc/$kid/fd/*";
my ($code, $said) = stop_holder($ramai, "$dir/ramai.db");
is($code, 0, 'a stop') or diag $said;
like($said, qr/Perintah dilayani +: 2[45]/, 'says how many it served');
waitpid $kid, 0;
is($? >> 8, 0, 'the command that ran is finished') or diag `cat $dir/akhir`;
ok(-e "$dir/akhir-hasil/keputusan.csv", 'with its papers');
ok(!-e "$dir/ramai.db.sock", 'the socket is gone');
expect(0, qr/utuh/, 'sound', "verify --db $dir/ramai.db");
expect(0, undef, 'others write by themselves again', "migrate --db $dir/ramai.db");

# --- killed: the socket lies there, and is no hindrance
kill 9, $pid;
waitpid $pid, 0;
ok(-S "$dir/dipegang.db.sock", 'a killed holder leaves its socket');
expect(0, undef, 'writing goes on without it', "init --db $dir/baru.db");
($code, $out) = lindung("verify --db $dir/dipegang.db");
is($code, 0, 'sound') or diag $out;
$pid = start_holder("$dir/dipegang.db");
($code, $said) = stop_holder($pid, "$dir/dipegang.db", 'INT');
is($code, 0, 'and another takes its place') or diag $said;

# --- PostgreSQL needs no holder: eight processes write at once, two of them the same commands by key
SKIP: {
	require './tests/tools/Pg.pm';
	my $pg = Pg->start or skip 'PostgreSQL is not installed', 1;
	my $url = $pg->url('ramai');
	expect(0, undef, 'init', "init --db '$url'");
	my @kids;
	for my $n (1 .. 8) {
		my $kid = fork // die;
		if (!$kid) {
			my $bad = 0;
			for my $k (1 .. 4) {
				my ($rc, $text) = lindung("migrate --db '$url' --kunci-perintah " . ($n > 6 ? "sama-$k" : "p$n-$k"));
				$bad++, diag $text if $rc;
			}
			POSIX::_exit($bad);
		}
		push @kids, $kid;
	}
	my $refused = 0;
	for (@kids) { waitpid $_, 0; $refused += $? >> 8 }
	is($refused, 0, 'none is refused');
	like(expect(0, qr/"utuh"/, 'sound', "verify --db '$url' --json"), qr/"peristiwa":29,/, 'init, 24 commands, and four that came twice');
}
done_testing();
