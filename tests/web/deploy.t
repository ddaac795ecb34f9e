# What is shipped for running it: nginx takes its configuration and passes real requests over TLS, systemd its unit.
use strict;
use warnings;
use IO::Socket::INET;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Time::HiRes qw(sleep time);
use Web;

sub free_port {
	my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die;
	return $s->sockport;
}
sub there { return grep { -x "$_/$_[0]" } qw(/usr/sbin /usr/bin /sbin /bin); }

SKIP: {
	skip 'systemd-analyze is not here', 1 unless there('systemd-analyze');
	open my $f, '<', 'deploy/lindung.service' or die;
	my $unit = join '', <$f>;
	$unit =~ s{/usr/local/bin/lindung}{$lindung}g;
	open my $to, '>', "$dir/lindung.service" or die;
	print $to $unit;
	close $to;
	my $said = `systemd-analyze verify $dir/lindung.service 2>&1`;
	unlike($said, qr/lindung\.service:\d+:|Unknown|Failed to parse/, 'systemd understands the unit') or diag $said;
}

SKIP: {
	skip 'nginx or openssl is not here', 8 unless there('nginx') && there('openssl');
	my $db = "$dir/kota.db";
	expect(0, undef, 'init', "init --db $db");
	my $web = Web->start($lindung, $db, '--tls-di-depan');
	ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
	my $port = free_port();
	`openssl req -x509 -newkey rsa:2048 -nodes -keyout $dir/k.pem -out $dir/c.pem -days 2 -subj /CN=localhost 2>&1`;
	open my $f, '<', 'deploy/nginx.conf' or die;
	my $conf = join '', <$f>;
	$conf =~ s{^server \{\n    listen 80;.*?^\}\n}{}ms or die 'no plain server in it';
	$conf =~ s{^\s*listen \[::\].*\n}{}mg;
	$conf =~ s{listen 443}{listen 127.0.0.1:$port};
	$conf =~ s{127\.0\.0\.1:8080}{127.0.0.1:$web->{port}}g;
	$conf =~ s{/etc/ssl/certs/lindung\.pem}{$dir/c.pem};
	$conf =~ s{/etc/ssl/private/lindung\.key}{$dir/k.pem};
	open my $to, '>', "$dir/nginx.conf" or die;
	my $user = $> ? '' : 'user root;';
	print $to "$user pid $dir/nginx.pid; error_log $dir/galat.log; worker_processes 1; events {}\nhttp { client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;\n$conf}\n";
	close $to;
	like(scalar `nginx -t -c $dir/nginx.conf -g '' 2>&1`, qr/test is successful/, 'nginx -t') or skip 'no nginx', 6;
	my $pid = fork // die;
	exec 'nginx', '-c', "$dir/nginx.conf", '-g', 'daemon off;' unless $pid;
	my $until = time + 10;
	sleep 0.05 until IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) || time > $until;
	my $tls = sub {
		my ($path, $more) = @_;
		open my $r, '>', "$dir/tanya" or die;
		print $r "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" . ($more // '') . "\r\n";
		close $r;
		return scalar `(cat $dir/tanya; sleep 1) | openssl s_client -quiet -connect 127.0.0.1:$port 2>/dev/null`;
	};
	my $answer = $tls->('/sehat');
	like($answer, qr{^HTTP/1\.1 200}, 'a request over TLS') or diag $answer;
	like($answer, qr/\nsehat\n/, 'is answered by lindung');
	like($answer, qr/Strict-Transport-Security: max-age=31536000/i, 'with HSTS');
	$answer = $tls->('/masuk');
	like($answer, qr/Set-Cookie: __Host-lindung-tamu=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure/i, 'cookies of this host alone');
	like($tls->('/tidak/ada'), qr{^HTTP/1\.1 404}, 'and what is not there is not there');
	kill 'TERM', $pid;
	waitpid $pid, 0;
	is(($web->stop)[0], 0, 'the end');
}
done_testing();
