# PostgreSQL's processes killed with -9 at random moments of a run, a backend or the postmaster in turn: what was
# acknowledged is there, nothing is half there, verify is clean, and the same command goes on. 12 moments; SIZE=night or
# MATI=n for more.
use strict;
use warnings;
use File::Temp qw(tempdir);
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);
use lib 'tests/tools';
use Pg;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $pg = Pg->start or plan skip_all => 'PostgreSQL is not installed';
my $dir = tempdir(CLEANUP => 1);
my $moments = $ENV{MATI} // ($ENV{SIZE} ? 100 : 12);
my $seed = $ENV{BENIH} // 4;
srand $seed;
$ENV{HOME} = $dir;
delete $ENV{LINDUNG_KUNCI};

sub lindung { my $out = `$lindung @_ 2>&1`; return ($? >> 8, $out) }

lindung("sample $dir/kota --persons 4000 --proposals 300 --seed 5");
my $lists = "--program $dir/kota/program.yaml " . join ' ', map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx);
my $others = "--dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --threads 1";
open my $scan, '>', "$dir/sk.pdf" or die;
print $scan "%PDF-1.4 pindaian\n";
close $scan;
my $db = "'" . $pg->url('uji_mati') . "'";
my ($code, $said) = lindung("init --db $db");
is($code, 0, 'a database') or BAIL_OUT($said);

# In the background; its output goes to a file.
sub begin {
	my (@words) = @_;
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', "$dir/keluar";
		open STDERR, '>&', \*STDOUT;
		exec('sh', '-c', "exec $lindung @words") or POSIX::_exit(127);
	}
	return $pid;
}
sub slurp { open my $fh, '<', $_[0] or return ''; local $/; return <$fh> // '' }

# Server processes that serve a client: children of the postmaster with "idle", "INSERT" ... in their title.
sub backends {
	my ($postmaster) = @_;
	return grep { ((slurp("/proc/$_/stat") =~ /\) \S (\d+)/)[0] // 0) == $postmaster && slurp("/proc/$_/cmdline") =~ /postgres: uji / }
	  grep { /^\d+$/ } map { s{.*/}{}r } glob '/proc/[0-9]*';
}

sub wait_for_server {
	for (1 .. 600) {
		return 1 if ($pg->try_psql('SELECT 1'))[0];
		sleep 0.05;
	}
	return 0;
}

# How long a run takes here: the moments are spread over it.
my $t = time;
my $made = 0;
($code) = lindung("run $lists $others --keluaran $dir/o --db $db --tanggal 2026-01-01");
is($code, 0, 'a run that nobody disturbs');
my $length = time - $t;
my (%acknowledged, %count);
for my $i (1 .. $moments) {
	my $run = "run $lists $others --keluaran $dir/o --db $db --ulang 'ulangan ke-$i' --tanggal 2026-01-" . sprintf('%02d', 1 + $i % 28);
	my $pid = begin($run);
	sleep $length * (0.3 + rand 0.8);
	my $postmaster = $pg->postmaster;
	my @b = backends($postmaster);
	my $what = $i % 2 ? 'backend' : 'postmaster';
	kill 9, $what eq 'backend' ? (@b ? $b[ rand @b ] : ()) : $postmaster;
	waitpid $pid, 0;
	my $exit = $? >> 8;
	$pg->restart if $what eq 'postmaster';
	ok(wait_for_server(), "$i: the server is back after its $what was killed");
	my $out = slurp("$dir/keluar");
	my ($id) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
	ok($exit == 0 || $exit == 4 || $exit == 5 || $exit == 3, "$i: ends with a word (exit $exit)") or diag $out;
	$acknowledged{$id} = $i if $exit == 0 && $id;
	$count{"$what, exit $exit"}++;
	my ($sound, $found) = lindung("verify --db $db");
	is($sound, 0, "$i: verify is clean") or diag $found;
	(undef, my $list) = lindung("decree list --db $db");
	my @lost = grep { index($list, $_) < 0 } keys %acknowledged;
	is("@lost", '', "$i: nothing acknowledged is lost");
	unlike($list, qr/disusun/, "$i: nothing half made is shown");
	next unless $exit;
	my ($again, $text) = lindung($run);
	ok($again == 0, "$i: the same command goes on") or diag $text;
	$acknowledged{$1} = $i if $text =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/ && !$again;
}
my $left = $pg->psql('SELECT count(*) FROM uji_mati.run WHERE state = 0');
cmp_ok($left, '<=', 1, 'what was left unfinished is swept by the next writer');
diag "$moments moments, run of " . sprintf('%.2f', $length) . ' s: ' . join '; ', map { "$_: $count{$_}" } sort keys %count;
done_testing();
