#!/usr/bin/perl
# Pages of the web interface against nginx serving a static file of the same size, in turns, over the same loopback:
#   tests/bench/run --web [SECONDS] [ROUNDS]
# 64 connections, a session, the sample city of `lindung demo`. At least a third of nginx; p99 under 20 ms; RSS < 100 MB.
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use IO::Socket::INET;
use List::Util qw(max);
use Time::HiRes qw(sleep time);
use Web;

my ($seconds, $rounds);
$seconds = $ARGV[0] // 5;
$rounds = $ARGV[1] // 3;
my $lindung = abs_path($ENV{LINDUNG} // 'build/lindung');
my $dir = abs_path('build') . '/bench_web';
mkdir $dir;
my $pid = fork // die;
if (!$pid) {
	open STDOUT, '>', "$dir/keluar" or die;
	open STDERR, '>', '/dev/null' or die;
	exec $lindung, 'demo', "$dir/peragaan", '--listen', '127.0.0.1:0';
}
my $out = '';
for (1 .. 600) { sleep 0.2; open my $f, '<', "$dir/keluar" or next; $out = join '', <$f>; last if $out =~ /Ctrl-C/; }
my ($port) = $out =~ m{127\.0\.0\.1:(\d+)/} or die "no server: $out";
my ($pin) = $out =~ /^  bappeda\s+(\S+)/m;
my $web = bless { pid => $pid, port => $port, base => "http://127.0.0.1:$port", cookies => {}, out => "$dir/keluar" }, 'Web';
$web->sign_in('bappeda', $pin)->{status} == 303 or die 'no session';
my $cookie = join '; ', map { "$_=$web->{cookies}{$_}" } sort keys %{ $web->{cookies} };
my ($draft) = $web->get('/api/v1/decree/list')->{content} =~ /"rancangan":"([\w-]+)"/;

my $free = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport;
mkdir "$dir/statik";
open my $conf, '>', "$dir/nginx.conf" or die;
print $conf ($> ? '' : 'user root; '), "worker_processes auto; pid $dir/nginx.pid; error_log /dev/null; events { worker_connections 1024; }\n"
  . "http { access_log off; sendfile on; keepalive_requests 1000000; default_type text/html; server { listen 127.0.0.1:$free; root $dir/statik; } }\n";
close $conf;
my $nginx = fork // die;
exec 'nginx', '-c', "$dir/nginx.conf", '-g', 'daemon off;' unless $nginx;
sleep 1;

sub wrk {
	my ($url) = @_;
	my $said = `wrk -t2 -c64 -d${seconds}s --latency -H 'Cookie: $cookie' '$url'`;
	my ($rate) = $said =~ m{Requests/sec:\s+([\d.]+)};
	my ($p99, $unit) = $said =~ /99%\s+([\d.]+)(us|ms|s)/;
	my ($bad) = $said =~ /Non-2xx or 3xx responses: (\d+)/;
	return ($rate // 0, $p99 * { us => 0.001, ms => 1, s => 1000 }->{$unit}, $bad // 0);
}
sub rss { open my $f, '<', "/proc/$pid/status" or return 0; my ($kb) = join('', <$f>) =~ /VmRSS:\s+(\d+)/; return $kb / 1024; }

printf "%-34s %7s %10s %10s %7s %9s %9s\n", 'halaman', 'byte', 'lindung/s', 'nginx/s', 'bagian', 'p99 ms', 'RSS MB';
for my $path ('/', '/sehat', '/pekerjaan', '/kerja/decree/list', '/api/v1/decree/list', "/api/v1/decree/show?rancangan=$draft", '/rancangan', "/rancangan/$draft", '/peserta') {
	my $r = $web->get($path);
	next unless $r->{status} == 200;
	my $bytes = length $r->{content};
	open my $f, '>', "$dir/statik/halaman.html" or die;
	print $f $r->{content};
	close $f;
	my (@ours, @theirs, @p99);
	for (1 .. $rounds) {
		my ($rate, $p99, $bad) = wrk("http://127.0.0.1:$port$path");
		die "$path: $bad answers were no 2xx" if $bad;
		push @ours, $rate;
		push @p99, $p99;
		push @theirs, (wrk("http://127.0.0.1:$free/halaman.html"))[0];
	}
	my $mid = sub { (sort { $a <=> $b } @_)[ $#_ / 2 ] };
	printf "%-34s %7d %10.0f %10.0f %7.2f %9.2f %9.1f\n", $path =~ s/=.*/=.../r, $bytes, $mid->(@ours), $mid->(@theirs),
	  $mid->(@ours) / $mid->(@theirs), $mid->(@p99), rss();
}
kill 'TERM', $nginx;
waitpid $nginx, 0;
$web->stop;
