#!/usr/bin/perl
# The office of a city of Makassar's size in the browser:
#   tests/bench/run --web [SECONDS] [ROUNDS]
# 1. 35,782 proposals through the browser: from the upload to the checked list (asked: 10 s), then a draft from the lists as
#    a job, while somebody reads pages one after the other (asked: 99 % within 300 ms).
# 2. Pages of an office with 150,000 persons and 35,000 members (proposals of the same city, decreed) at 64 connections in
#    turns with nginx and a static file of the same size over the same loopback (asked: a third of nginx, p99 under 20 ms,
#    RSS under 100 MB), and with Fossil's comparable pages. "anew": processor time of the server for a page that is never
#    the same address twice, so that nothing that was kept serves it.
# Needs wrk, nginx; fossil where it is installed. The table is in words for docs/bench.md. LEWATI=1 leaves out part 1.
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use IO::Socket::INET;
use Rantai;
use Time::HiRes qw(sleep time);
use Web;

my $seconds = $ARGV[0] // 5;
my $rounds = $ARGV[1] // 3;
my $lindung = abs_path($ENV{LINDUNG} // 'build/lindung');
my $dir = abs_path('build') . '/bench';
mkdir $dir;
my $place = "$dir/web";
system 'rm', '-rf', $place;
mkdir $place or die "$place: $!";
$ENV{LINDUNG_KUNCI} = "$place/kunci";
my $mid = sub { my @s = sort { $a <=> $b } @_; $s[ $#s / 2 ] };

# --- through the browser ---------------------------------------------------------------------------------------------
sub quietly {
	my ($db, $stdin, $command) = @_;
	my $said = `printf '$stdin' | $lindung $command --db $db 2>&1`;
	$? == 0 or die "$command: $said";
	return $said;
}
sub makassar {
	my ($name, $proposals) = @_;
	system($lindung, 'sample', "$dir/$name", qw(--city 73.71 --persons 1482354 --seed 1 --proposals), $proposals) unless -f "$dir/$name/kebenaran.csv";
	return "$dir/$name";
}
my $permit = '--nomor 470/1 --tanggal-perjanjian 2025-01-02 --pemilik Pemilik --tujuan pemadanan --kegunaan pemadanan --mulai 2020-01-01 --sampai 2090-12-31';
my $pid;
sub rss { open my $f, '<', "/proc/$pid/status" or return 0; my ($kb) = join('', <$f>) =~ /$_[0]:\s+(\d+)/; return $kb / 1024; }

sub through_the_browser {
	my $city = makassar('makassar', 35782);
	my $db = "$place/kota.db";
	quietly($db, '', 'init');
	quietly($db, '482913\n', 'user add rina.kelola --role admin');
	quietly($db, '482913\n739155\n', "user add $_->[0] --role $_->[1] --sebagai rina.kelola")
	  for [ 'sitti.opd', 'operator_opd' ], [ 'inspektur', 'inspektorat' ];
	quietly($db, '482913\n', "permit add $_ $permit --sebagai rina.kelola") for qw(dukcapil desil peserta tolak);
	my $web = Web->start($lindung, $db);
	$web->{port} or die $web->said;
	$pid = $web->{pid};
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
	$web->stop;
}
through_the_browser() unless $ENV{LEWATI};

# --- 150,000 persons, 35,000 members ---------------------------------------------------------------------------------
sub office {
	my $city = makassar('makassar-150000', 150000);
	my $db = "$place/besar.db";
	my $its = "--db $db";
	open my $from, '<', "$city/program.yaml" or die;
	my $programme = join '', <$from>;
	$programme =~ s/nik_beda: konfirmasi/nik_beda: terima/; # whoever is chosen is a member at once
	open my $to, '>', "$place/program.yaml" or die;
	print $to $programme;
	close $to;
	open my $scan, '>', "$place/sk.pdf" or die;
	print $scan "%PDF-1.4\n";
	close $scan;
	quietly($db, '', 'init');
	staff($its, $place);
	my ($operator, $manager) = map { as_user($_, $place) } qw(operator kelola);
	quietly($db, '', "permit add $_ $permit $manager") for qw(dukcapil desil peserta tolak);
	my $lists = join ' ', map { "--usulan $_" } sort glob "$city/usulan*";
	my ($run, $chosen) = quietly($db, '', "run --program $place/program.yaml $lists --dukcapil $city/dukcapil.csv --desil $city/desil.csv"
		  . " --peserta $city/peserta.csv --tolak $city/tolak_asn.csv --keluaran $place/keluaran --json $operator")
	  =~ /"rancangan":"([\w-]+)".*?"terpilih":(\d+)/s or die 'no run';
	my ($code, $said) = chain_to($run, 'ditetapkan', $its, $place, issue => "--nomor 1/2025 --tanggal 2025-05-02 --berkas $place/sk.pdf");
	die $said if $code;
	system 'rm', '-rf', "$place/keluaran";
	my ($members) = $said =~ /Ditetapkan\s*:\s*([\d.]+)/;
	printf "basis data: 150.000 orang diusulkan, %s peserta dalam SK, %.0f MB\n", $members, (-s $db) / 1e6;
	return ($db, $run);
}
my ($db, $draft) = office();
my $web = Web->start($lindung, $db);
$web->{port} or die $web->said;
$pid = $web->{pid};
$web->sign_in('operator', '739214')->{status} == 303 or die 'no session';
my $until = time + 120; # the index of people is made by the server
sleep 1 until $web->get('/api/v1/person/list')->{content} =~ /"siap":true/ || time > $until;

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
# Addresses that never come twice, and another person each time.
for ([ baru => 'wrk.path .. (wrk.path:find("?", 1, true) and "&" or "?") .. "x=" .. id .. "-" .. n' ], [ orang => '"/rancangan/' . $draft . '/baris/" .. n' ]) {
	open my $f, '>', "$place/$_->[0].lua" or die;
	print $f "local seed = 0\nlocal n\nfunction setup(t) t:set('id', seed) seed = seed + 1 end\n"
	  . "function init() n = (os.time() * 7919 + id * 70000) % 149000 end\n"
	  . "request = function() n = n % 149000 + 1 return wrk.format('GET', $_->[1]) end\n";
	close $f;
}
my $cookie = join '; ', map { "$_=$web->{cookies}{$_}" } sort keys %{ $web->{cookies} };
sub wrk {
	my ($url, $how) = @_;
	$how //= "-t2 -c64 -d${seconds}s";
	my $said = `wrk $how --latency -H 'Cookie: $cookie' '$url'`;
	my ($rate) = $said =~ m{Requests/sec:\s+([\d.]+)};
	my ($p99, $unit) = $said =~ /99%\s+([\d.]+)(us|ms|s)/;
	my ($bad) = $said =~ /Non-2xx or 3xx responses: (\d+)/;
	my ($all) = $said =~ /(\d+) requests in/;
	return ($rate // 0, ($p99 // 0) * { us => 0.001, ms => 1, s => 1000 }->{ $unit // 'ms' }, $bad // 0, $all // 0);
}
# Milliseconds of the server's processor time for a page that is made anew.
sub cpu { open my $f, '<', "/proc/$pid/stat" or return 0; my @f = split ' ', <$f>; return 10 * ($f[13] + $f[14]); }
sub anew {
	my ($url, $script) = @_;
	my $from = cpu();
	my $n = (wrk($url, "-t1 -c1 -d${seconds}s -s $place/$script.lua"))[3];
	return $n ? (cpu() - $from) / $n : 0;
}
sub row {
	my ($name, $url, $body, $how) = @_;
	open my $f, '>', "$place/statik/halaman.html" or die;
	print $f $body;
	close $f;
	my (@ours, @theirs, @p99);
	for (1 .. $rounds) {
		my ($rate, $p99, $bad) = wrk($url, $how);
		warn "$name: $bad answers were no 2xx\n" if $bad;
		push @ours, $rate;
		push @p99, $p99;
		push @theirs, (wrk("http://127.0.0.1:$static/halaman.html"))[0];
	}
	printf "| %s | %d | %.0f | %.0f | %.2f | %.1f |", $name, length $body, $mid->(@ours), $mid->(@theirs), $mid->(@ours) / $mid->(@theirs),
	  $mid->(@p99);
}
my ($person) = $web->get('/peserta')->{content} =~ m{href="(/peserta/[0-9A-Z][^"?/]+)"} or die 'nobody is listed';
my ($line) = $web->get("/rancangan/$draft/baris")->{content} =~ m{href="(/rancangan/[^"]+/baris/\d+)"} or die 'no row is listed';
print "\n| halaman | byte | jawaban/s | nginx, berkas sebesar itu | bagian | 99 % (ms) | RSS (MB) | dibuat baru (ms CPU) |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n";
for my $path ('/', '/peserta', $person, $line, '/cari?cari=andi', "/rancangan/$draft", "/rancangan/$draft/baris", '/tugas', '/laporan', '/sehat', '/api/v1/decree/list') {
	my $got = $web->get($path);
	printf STDERR "%s: %d\n", $path, $got->{status} if $got->{status} != 200;
	next unless $got->{status} == 200;
	row($path =~ s{[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}}{...}r, "$web->{base}$path", $got->{content});
	printf " %.0f | %.2f |\n", rss('VmRSS'), $path =~ m{^/(?:sehat|api/)} ? 0 : anew("$web->{base}$path", 'baru');
}
row('/rancangan/.../baris/N, tiap kali orang lain', "$web->{base}/", $web->get($line)->{content}, "-t2 -c64 -d${seconds}s -s $place/orang.lua");
printf " %.0f | |\n", rss('VmRSS');

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
		print "  | |\n";
	}
}
kill 'TERM', @servers;
waitpid $_, 0 for @servers;
$web->stop;
