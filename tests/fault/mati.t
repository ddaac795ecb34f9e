# kill -9 of the program at random moments, on either engine: the draft is there whole or not at all, what was
# acknowledged stays, verify is clean, the same command goes on. A killed holder of the database loses nobody's
# acknowledged command, and a repetition with the same key has one effect.
#   SIZE=night: a thousand of each engine
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

my $lindung = abs_path($ENV{LINDUNG} // 'build/lindung');
my $dir = tempdir(CLEANUP => 1);
my $kills = $ENV{SIZE} ? 1000 : 25;
$ENV{HOME} = "$dir/rumah";
delete $ENV{LINDUNG_KUNCI};
mkdir $ENV{HOME};
srand 20250502;

sub lindung {
	my $out = `$lindung @_ 2>&1`;
	return ($? >> 8, $out);
}

sub spawn {
	my ($file, @args) = @_;
	my $pid = fork // die;
	return $pid if $pid;
	open STDOUT, '>', $file or die;
	open STDERR, '>&', \*STDOUT;
	exec split / /, "$lindung @args";
	exit 127;
}

sub events {
	my ($db) = @_;
	my ($code, $out) = lindung("verify --db '$db' --json");
	return $code == 0 && $out =~ /"peristiwa":(\d+)/ ? $1 : "kode $code: $out";
}

is((lindung("sample $dir/kota --persons 1500 --proposals 40 --seed 5"))[0], 0, 'a city');
my $run = "run --program $dir/kota/program.yaml --usulan $dir/kota/usulan_dinas_perikanan.csv --dukcapil $dir/kota/dukcapil.csv"
  . " --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --threads 1";

# --- the main job, killed: each time a draft in place of the one before
sub kill_runs {
	my ($engine, $db) = @_;
	my ($killed, $late, @took, @bad) = (0, 0);
	for (1 .. 5) {
		my $from = time;
		my ($code, $out) = lindung("$run --keluaran $dir/keluar --db '$db' --ulang ulang-kesekian");
		push @took, time - $from;
		push @bad, "cannot begin: $out" if $code;
	}
	my $usual = (sort { $a <=> $b } @took)[2];
	my $before = events($db);
	for my $n (1 .. $kills) {
		last if @bad;
		my $pid = spawn("$dir/kata", "$run --keluaran $dir/keluar --db $db --ulang ulang-ke-$n");
		sleep rand($usual);
		kill 9, $pid;
		waitpid $pid, 0;
		my $acknowledged = $? == 0;
		my $after = events($db);
		push @bad, "kill $n: $after" if $after !~ /^\d+$/;
		push @bad, "kill $n: acknowledged, but lost" if $acknowledged && $after ne $before + 1;
		push @bad, "kill $n: $before, then $after events" if !@bad && $after != $before && $after != $before + 1;
		$killed++ if !$acknowledged;
		$late++ if !$acknowledged && !@bad && $after == $before + 1;
		$before = $after;
	}
	is_deeply(\@bad, [], "$engine: whole or not at all, sound each time ($killed killed, $late of them after the commit)");
	cmp_ok($killed, '>', $kills / 5, "$engine: many were killed in the middle");
	my ($code, $out) = lindung("$run --keluaran $dir/keluar --db '$db' --ulang terakhir-kali");
	is($code, 0, "$engine: the same command goes on") or diag $out;
	is(events($db), $before + 1, "$engine: sound at the end");
}
is((lindung("init --db $dir/kota.db"))[0], 0, 'init');
kill_runs('SQLite', "$dir/kota.db");
SKIP: {
	skip 'this Lindung has no PostgreSQL', 4 unless -e './tests/tools/Pg.pm';
	require './tests/tools/Pg.pm';
	my $pg = Pg->start or skip 'PostgreSQL is not installed', 4;
	my $url = $pg->url('mati');
	is((lindung("init --db '$url'"))[0], 0, 'init');
	kill_runs('PostgreSQL', $url);
}

# --- the holder, killed while four clients write
my (@lost, $sent, $answered) = ();
my $rounds = $ENV{SIZE} ? 100 : 4;
is((lindung("init --db $dir/ramai.db"))[0], 0, 'init');
for my $round (1 .. $rounds) {
	my $holder = spawn("$dir/pemegang", "hold --db $dir/ramai.db");
	for (1 .. 1000) { last if -S "$dir/ramai.db.sock" && !waitpid($holder, WNOHANG) && `$lindung migrate --db $dir/ramai.db 2>&1` =~ /Versi/; sleep 0.01 }
	my $before = events("$dir/ramai.db");
	my @clients = map {
		my $client = $_;
		my $pid = fork // die;
		if (!$pid) {
			open my $log, '>', "$dir/klien.$client";
			for my $k (1 .. 12) {
				my ($code) = lindung("migrate --db $dir/ramai.db --kunci-perintah r$round-c$client-$k");
				print $log "$k $code\n";
				$log->flush;
				last if $code;
			}
			exit 0;
		}
		$pid;
	} 1 .. 4;
	sleep 0.03 + rand(0.15);
	kill 9, $holder;
	waitpid $holder, 0;
	# without it they write by themselves, one at a time: who finds the lock taken is told so, and stops
	sleep 0.1;
	waitpid $_, 0 for @clients;
	unlink "$dir/ramai.db.sock";
	my $after = events("$dir/ramai.db");
	my $fine = 0;
	for my $client (1 .. 4) {
		open my $log, '<', "$dir/klien.$client" or die;
		while (<$log>) {
			my ($k, $code) = split;
			$fine++ if $code == 0;
			# the one that failed may have had its effect: again, with its key
			my ($again, $out) = lindung("migrate --db $dir/ramai.db --kunci-perintah r$round-c$client-$k");
			push @lost, "round $round, client $client, command $k: $out" if $again;
		}
	}
	my $total = events("$dir/ramai.db");
	my $commands = 0;
	$commands += () = do { open my $log, '<', "$dir/klien.$_" or die; <$log> } for 1 .. 4;
	push @lost, "round $round: $after" if $after !~ /^\d+$/;
	push @lost, "round $round: $fine acknowledged, " . ($after - $before) . " there" if $after - $before < $fine;
	push @lost, "round $round: $commands commands, " . ($total - $before) . " effects" if $total - $before != $commands;
	$answered += $fine;
}
is_deeply(\@lost, [], 'a killed holder: nothing acknowledged is lost, a repeated command has one effect');
cmp_ok($answered, '>', $rounds, "they did write ($answered)");
done_testing();
