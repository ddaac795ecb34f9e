#!/usr/bin/perl
# The office of a city of Makassar's size in the browser:
#   tests/bench/run --web [SECONDS] [ROUNDS]
# 1. 35,782 proposals through the browser: from the upload to the checked list (asked: 10 s), then a draft from the lists as
#    a job, while somebody reads pages one after the other (asked: 99 % within 300 ms).
# 2. Pages of that office at 64 connections in turns with nginx and a static file of the same size over the same loopback
#    (asked: a third of nginx, p99 under 20 ms, RSS under 100 MB), and with Fossil's comparable pages.
# Needs wrk, nginx; fossil where it is installed. The table is in words for docs/bench.md.
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use IO::Socket::INET;
use List::Util qw(max);
use Time::HiRes qw(sleep time);
use Web;

my $seconds = $ARGV[0] // 5;
my $rounds = $ARGV[1] // 3;
my $lindung = abs_path($ENV{LINDUNG} // 'build/lindung');
my $dir = abs_path('build') . '/bench';
mkdir $dir;
my $city = "$dir/makassar";
system($lindung, 'sample', $city, qw(--city 73.71 --persons 1482354 --proposals 35782 --seed 1)) unless -f "$city/kebenaran.csv";
my $place = "$dir/web";
system 'rm', '-rf', $place;
mkdir $place or die "$place: $!";
$ENV{LINDUNG_KUNCI} = "$place/kunci";
my $db = "$place/kota.db";
my $mid = sub { my @s = sort { $a <=> $b } @_; $s[ $#s / 2 ] };

# --- an office: its users, agreements, programme ---------------------------------------------------------------------
sub quietly {
	my ($stdin, $command) = @_;
	my $said = `printf '$stdin' | $lindung $command --db $db 2>&1`;
	$? == 0 or die "$command: $said";
}
quietly('', 'init');
quietly('482913\n', 'user add rina.kelola --role admin');
quietly('482913\n739155\n', "user add $_->[0] --role $_->[1] --sebagai rina.kelola")
  for [ 'sitti.opd', 'operator_opd' ], [ 'inspektur', 'inspektorat' ];
quietly('482913\n', "permit add $_ --nomor 470/1 --tanggal-perjanjian 2025-01-02 --pemilik Pemilik --tujuan pemadanan"
	  . ' --kegunaan pemadanan --mulai 2020-01-01 --sampai 2090-12-31 --sebagai rina.kelola') for qw(dukcapil desil peserta tolak);
my $web = Web->start($lindung, $db);
$web->{port} or die $web->said;
my $pid = $web->{pid};
sub rss { open my $f, '<', "/proc/$pid/status" or return 0; my ($kb) = join('', <$f>) =~ /$_[0]:\s+(\d+)/; return $kb / 1024; }

# --- through the browser ---------------------------------------------------------------------------------------------
$web->sign_in('sitti.opd', '739155')->{status} == 303 or die 'no session';
my $r = $web->multipart('/program', [ berkas => \"$city/program.yaml" ]);
my ($programme) = ($r->{headers}{location} // '') =~ m{/program/([\w-]+)} or die $r->{content};
my (@batch, @took);
for my $list (sort glob "$city/usulan*") {
	my $from = time;
	$r = $web->multipart('/data', [ jenis => 'usulan' ], [ opd => 'Dinas' ], [ berkas => \$list ]);
	my ($id) = ($r->{headers}{location} // '') =~ m{/data/([\w-]+)} or die $r->{content};
	$web->get("/data/$id")->{status} == 200 or die 'no preview';
	push @took, time - $from;
	push @batch, $id;
}
printf "unggah sampai pratinjau, tiap daftar: %s s\n", join '; ', map { sprintf '%.1f', $_ } @took;
my $ordered = time;
$r = $web->multipart("/program/$programme/susun", (map { [ pilih => $_ ] } @batch), [ dukcapil => \"$city/dukcapil.csv" ],
	[ desil => \"$city/desil.csv" ], [ peserta => \"$city/peserta.csv" ], [ tolak => \"$city/tolak_asn.csv" ]);
my ($job) = ($r->{headers}{location} // '') =~ m{/pekerjaan/([^?]+)} or die $r->{content};
my $sent = time;
my (@waited, $state);
my $reader = $web->other;
$reader->sign_in('inspektur', '739155')->{status} == 303 or die 'no second session';
until (($state // '') =~ /selesai|gagal/) {
	for my $path ('/', '/rancangan', '/data', "/data/$batch[0]", "/program/$programme", '/pemadanan', '/pekerjaan', '/kerja') {
		my $from = time;
		my $who = $path eq "/data/$batch[0]" ? $web : $reader;
		$who->get($path);
		push @waited, 1000 * (time - $from);
	}
	($state) = $web->get("/api/v1/pekerjaan/$job")->{content} =~ /"keadaan":"(\w+)"/;
	die 'the job does not end' if time - $sent > 600;
}
die "the job failed: " . $web->get("/api/v1/pekerjaan/$job")->{content} if $state ne 'selesai';
@waited = sort { $a <=> $b } @waited;
printf "mengunggah data kependudukan dan sumber lain: %.1f s; rancangan: %.1f s\n", $sent - $ordered, time - $sent;
sleep 1;
printf "%d halaman selama itu: median %.1f ms, 99 %% %.1f ms, terlama %.1f ms; RSS %.0f MB, tertinggi %.0f MB\n", scalar @waited,
  $mid->(@waited), $waited[ int(0.99 * $#waited) ], $waited[-1], rss('VmRSS'), rss('VmHWM');
my ($draft) = $web->get('/api/v1/decree/list')->{content} =~ /"rancangan":"([\w-]+)"/;

# --- at 64 connections -----------------------------------------------------------------------------------------------
sub port { return IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport }
my $static = port();
mkdir "$place/statik";
open my $conf, '>', "$place/nginx.conf" or die;
print $conf ($> ? '' : 'user root; '), "worker_processes auto; pid $place/nginx.pid; error_log /dev/null; events { worker_connections 1024; }\n"
  . "http { access_log off; sendfile on; keepalive_requests 1000000; default_type text/html; server { listen 127.0.0.1:$static; root $place/statik; } }\n";
close $conf;
my @servers;
sub start { my $pid = fork // die; if (!$pid) { open STDOUT, '>', '/dev/null'; open STDERR, '>', '/dev/null'; exec @_; } push @servers, $pid; return $pid }
start('nginx', '-c', "$place/nginx.conf", '-g', 'daemon off;');
my $cookie = join '; ', map { "$_=$web->{cookies}{$_}" } sort keys %{ $web->{cookies} };
sub wrk {
	my ($url) = @_;
	my $said = `wrk -t2 -c64 -d${seconds}s --latency -H 'Cookie: $cookie' '$url'`;
	my ($rate) = $said =~ m{Requests/sec:\s+([\d.]+)};
	my ($p99, $unit) = $said =~ /99%\s+([\d.]+)(us|ms|s)/;
	my ($bad) = $said =~ /Non-2xx or 3xx responses: (\d+)/;
	return ($rate // 0, ($p99 // 0) * { us => 0.001, ms => 1, s => 1000 }->{ $unit // 'ms' }, $bad // 0);
}
sub row {
	my ($name, $url, $body) = @_;
	open my $f, '>', "$place/statik/halaman.html" or die;
	print $f $body;
	close $f;
	my (@ours, @theirs, @p99);
	for (1 .. $rounds) {
		my ($rate, $p99, $bad) = wrk($url);
		warn "$name: $bad answers were no 2xx\n" if $bad;
		push @ours, $rate;
		push @p99, $p99;
		push @theirs, (wrk("http://127.0.0.1:$static/halaman.html"))[0];
	}
	printf "| %s | %d | %.0f | %.0f | %.2f | %.1f |", $name, length $body, $mid->(@ours), $mid->(@theirs), $mid->(@ours) / $mid->(@theirs),
	  $mid->(@p99);
}
my ($person) = $web->get('/peserta')->{content} =~ m{href="(/peserta/[^"?/]+)"};
my ($line) = $web->get("/rancangan/$draft/baris")->{content} =~ m{href="(/rancangan/[^"]+/baris/\d+)"};
print "\n| halaman | byte | jawaban/s | nginx, berkas sebesar itu | bagian | 99 % (ms) | RSS (MB) |\n| --- | --- | --- | --- | --- | --- | --- |\n";
for my $path ('/', '/peserta', $person // (), '/cari?cari=andi', "/rancangan/$draft", "/rancangan/$draft/baris", $line // (), '/tugas', '/laporan', '/sehat',
	'/api/v1/decree/list') {
	my $got = $web->get($path);
	printf STDERR "%s: %d\n", $path, $got->{status} if $got->{status} != 200;
	next unless $got->{status} == 200;
	row($path =~ s{[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}}{...}r, "$web->{base}$path", $got->{content});
	printf " %.0f |\n", rss('VmRSS');
}

# --- Fossil ----------------------------------------------------------------------------------------------------------
my $fossil = `which fossil`;
if ($fossil) {
	my $port = port();
	$ENV{FOSSIL_HOME} = $place;
	$ENV{USER} //= 'bench';
	system "git fast-export --all 2>/dev/null | fossil import --git $place/repo.fossil >/dev/null 2>&1";
	my $server = start('fossil', 'server', '--port', $port, '--localhost', "$place/repo.fossil");
	sleep 2;
	my $fossil_web = bless { base => "http://127.0.0.1:$port", cookies => {} }, 'Web';
	for (map { [ $_ => "Fossil $_" ] } '/timeline?n=50', '/dir?ci=tip', '/info/tip') {
		my $got = $fossil_web->get($_->[0]);
		print STDERR "$_->[1]: $got->{status}\n" if $got->{status} != 200;
		next unless $got->{status} == 200;
		row($_->[1], "http://127.0.0.1:$port$_->[0]", $got->{content});
		print "  |\n";
	}
}
kill 'TERM', @servers;
waitpid $_, 0 for @servers;
$web->stop;
