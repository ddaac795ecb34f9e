# `lindung serve`: it answers, tells who may what, holds the database as `lindung hold` does, and ends without losing a
# request.
use strict;
use warnings;
use IO::Socket::INET;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'init', "init --db $db");
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
`printf '482913\n640281\n' | $lindung user add dewi.bappeda --role bappeda --db $db --sebagai rina.kelola 2>&1`;
is($?, 0, 'two users');
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens on a free port') or BAIL_OUT($web->said);

my $r = $web->get('/sehat');
is($r->{status}, 200, '/sehat needs no login');
like($r->{headers}{'content-security-policy'}, qr/default-src 'none'.*frame-ancestors 'none'/, 'a policy without inline');
is($r->{headers}{$_->[0]}, $_->[1], $_->[0]) for [ 'x-content-type-options', 'nosniff' ], [ 'referrer-policy', 'same-origin' ],
  [ 'cross-origin-opener-policy', 'same-origin' ], [ 'cache-control', 'no-store' ];
is($web->request('HEAD', '/sehat')->{content} // '', '', 'HEAD has no body');
is($web->get('/tidak/ada')->{status}, 404, 'an address that is not there');
$r = $web->request('PUT', '/sehat');
is("$r->{status} $r->{headers}{allow}", '405 GET, HEAD', 'a method that is not there');
$r = $web->request('POST', '/sehat', headers => { 'Content-Type' => 'application/x-www-form-urlencoded' }, body => 'a=b');
is($r->{status}, 405, 'and POST where nobody takes it');

# --- who may
$r = $web->get('/api/v1/decree/list');
is($r->{status}, 401, 'the API wants somebody');
is($r->{headers}{'content-type'}, 'application/problem+json; charset=utf-8', 'and says so as a problem');
is(decode_json($r->{content})->{status}, 401, 'which is JSON');
$r = $web->sign_in('dewi.bappeda', '111222');
is($r->{status}, 400, 'a wrong PIN');
ok(!$web->{cookies}{lindung}, 'gives no session');
$r = $web->sign_in('dewi.bappeda', '640281', ke => '/masuk?x=1');
is("$r->{status} $r->{headers}{location}", '303 /masuk?x=1', 'the right one goes where it came from');
my $rina = $web->other;
$rina->sign_in('rina.kelola', '482913');
is($rina->get('/api/v1/decree/list')->{status}, 401, 'a manager reaches nothing without a second factor');
is($rina->enrol->{status}, 200, 'and enrols it');
is($rina->get('/api/v1/decree/list')->{status}, 200, 'once');
is($web->get('/api/v1/decree/list')->{content}, "{\"daftar\":[]}\n", 'and the API answers');
for my $to ('//evil.example/', '/\\evil.example/', 'https://evil.example/', "/a\r\nX: y") {
	$r = $web->other->sign_in('dewi.bappeda', '640281', ke => $to);
	like($r->{headers}{location} // '/', qr{^/(?![/\\])[^\\]*$}, "no way out to $to");
}

# --- forms that are not ours
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');
is($web->request('POST', '/keluar', headers => \%form, body => 'a=b')->{status}, 400, 'no token');
is($web->request('POST', '/keluar', headers => \%form, body => Web::form([ csrf => $web->other->token ]))->{status}, 400,
	'somebody else\'s token');
for my $h ([ Origin => 'http://evil.example' ], [ Origin => 'null' ], [ 'Sec-Fetch-Site' => 'cross-site' ], [ 'Sec-Fetch-Site' => 'same-site' ]) {
	is($web->request('POST', '/keluar', headers => { %form, @$h }, body => Web::form([ csrf => $web->token ]))->{status}, 400, "@$h");
}
is($web->get('/api/v1/decree/list')->{status}, 200, 'still signed in');

# --- the database is held, and commands of others go through the socket
ok(-S "$db.sock", 'the socket is there');
expect(4, qr/dipegang|sedang/, 'a second server', "serve --db $db --listen 127.0.0.1:0");
`printf '482913\n739155\n' | $lindung user add andi.kabid --role verifikator --db $db --sebagai rina.kelola 2>&1`;
is($?, 0, 'a command that writes');
like($web->get('/api/v1/user/list')->{content}, qr/andi\.kabid/, 'is seen at once');
expect(2, qr/--tls-di-depan/, 'beyond loopback', "serve --db $db --listen 0.0.0.0:0");

# --- the end: what was asked before is answered
my @open = map { IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $web->{port}) } 1 .. 20;
print $_ "GET /sehat HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" for @open;
my ($code, $out) = $web->stop;
is($code, 0, 'it ends well');
like($out, qr/Permintaan dilayani\s*: \d\d/, 'and says how much it did');
is(scalar(grep { local $/; my $all = <$_>; $all =~ /\r\n\r\nsehat\n$/ } @open), 20, 'nobody who had asked was left without an answer');
ok(!-e "$db.sock", 'the socket is gone');
expect(0, qr/utuh/, 'verify', "verify --db $db");
my @lines = map { decode_json($_) } split /\n/, $web->said;
cmp_ok(scalar(@lines), '>', 30, 'a line for each request');
unlike($web->said, qr/rina|dewi|evil|482913|640281|127\.0\.0\.1:\d+"?,"peer/, 'without anybody\'s name');
done_testing();
