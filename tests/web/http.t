# HTTP as it must not be: llhttp's invalid requests are all 400 and the connection is closed, without a proxy in front;
# what takes too long, or is too big, is refused; what is right is answered in order.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(sleep time);
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'init', "init --db $db");
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);

# --- llhttp's cases: a heading, a line with its kind, the request, what llhttp says of it
sub unescape {
	my ($s) = @_;
	$s =~ s/\\\n//g;
	$s =~ s/\n/\r\n/g;
	my %c = (r => "\r", n => "\n", t => "\t", f => "\f");
	$s =~ s/\\x([0-9a-fA-F]{2})|\\([rntf])/defined $1 ? chr hex $1 : $c{$2}/ge;
	return $s;
}

# Is the fault in the body? Then the head must lead to a page that takes one.
sub to_a_form {
	my ($s) = @_;
	$s =~ s/^\S+ \S+ HTTP/POST \/masuk HTTP/;
	$s =~ s/\r\nContent-Type:[^\r]*//i;
	$s =~ s/\r\n/\r\nHost: x\r\n/ unless $s =~ /^host:/mi;
	$s =~ s/\r\n/\r\nContent-Type: application\/x-www-form-urlencoded\r\n/;
	return $s;
}

my $corpus = '../shared/corpora/llhttp-cases/test/request';
SKIP: {
	skip 'the cases of llhttp are not here', 1 unless -d $corpus;
	my ($invalid, $unfinished, $left, $all, $lenient) = (0) x 5;
	for my $file (sort glob "$corpus/*.md") {
		open my $f, '<', $file or die;
		my $text = join '', <$f>;
		$all += () = $text =~ /error code=/g;
		while ($text =~ /<!-- meta=\{\s*"type": ?"(request[\w-]*)".*?-->\s*```http\n((?:(?!```).)*?)\n?```\s*(?:_[^`]*_\s*)?```log\n(.*?)```/sg) {
			my @found = ($1, unescape($2), $3);
			my ($title) = reverse substr($text, 0, $-[0]) =~ /^#+ (.*)/mg;
			my ($type, $request, $log) = @found;
			my ($code) = $log =~ /error code=(\d+)/;
			my ($name) = $file =~ m{(\w[\w-]*)\.md$};
			if ($type =~ /lenient/) {    # what llhttp takes when it is told to look away: we are never told
				my ($answer, $closed) = $web->raw($request, seconds => 4, then => "\r\n\r\n");
				my @status = $answer =~ m{^HTTP/1\.1 (\d+)}mg;
				# (one that closes after its first request is right: the second is not answered)
				ok($closed && @status == 1 && ($status[0] =~ /^4(?:00|13)$/ || $type =~ /keep-alive/), "$name, $title: $type")
				  or diag "$closed $answer\n$request";
				$lenient++;
				$left++ if defined $code;
			} elsif (defined $code && $code !~ /^(?:5|2[12]|31)$/) {    # 5: data after close; 21, 22, 31: llhttp pauses
				my $in_body = $log =~ /headers complete.*error code/s;
				# llhttp speaks before the head's end: some of them stop there
				my ($answer, $closed) = $web->raw($in_body ? to_a_form($request) : $request, seconds => 4, then => "\r\n\r\n");
				my @status = $answer =~ m{^HTTP/1\.1 (\d+)}mg;
				$invalid++;
				ok($closed && @status && $status[-1] == 400, "$name, $title: 400 and closed")
				  or diag("code $code, closed $closed: $answer\n$request");
			} elsif (defined $code) {
				$left++;
			} elsif ($log =~ /finish=2/) {
				my ($answer, $closed) = $web->raw($request, seconds => 4, end => 1);
				$unfinished++;
				ok($closed && $answer !~ m{^HTTP/1\.1 2}, "$name, $title: unfinished is not answered") or diag $answer;
			}
		}
	}
	cmp_ok($invalid, '>=', 35, "invalid requests were found ($invalid)");
	cmp_ok($lenient, '>=', 20, "and what is only taken by who looks away ($lenient)");
	is($invalid + $left, $all, "and none was left out: $all that llhttp does not take to the end, $left of them pauses or leniency");
	cmp_ok($unfinished, '>=', 1, "unfinished ones too ($unfinished)");
}

# --- in order, however it is cut
my $one = "GET /sehat HTTP/1.1\r\nHost: x\r\n\r\n";
my $last = "GET /sehat HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
my ($answer, $closed) = $web->raw($one x 30 . $last);
is(scalar(() = $answer =~ /\r\n\r\nsehat\n/g), 31, 'thirty-one requests in one piece');
ok($closed, 'then closed');
my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $web->{port});
$s->autoflush(1);
for (split //, $last) { print $s $_; sleep 0.002; }
like(join('', <$s>), qr/sehat\n$/, 'a request byte by byte');
($answer) = $web->raw("POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n"
	. "Connection: close\r\n\r\n5\r\ncsrf=\r\n3\r\nabc\r\n0\r\n\r\n");
like($answer, qr/^HTTP\/1\.1 400 .*kedaluwarsa/s, 'a chunked form is read (and its token is wrong)');
($answer) = $web->raw("POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n"
	. "Expect: 100-continue\r\nConnection: close\r\n\r\na=b");
like($answer, qr/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400/, '100-continue');
($answer) = $web->raw("GET /sehat HTTP/1.0\r\n\r\n");
like($answer, qr/^HTTP\/1\.1 200.*Connection: close.*sehat\n$/s, 'HTTP/1.0');
($answer) = $web->raw("GET /sehat HTTP/1.0\r\nConnection: keep-alive\r\n\r\n$last");
is(scalar(() = $answer =~ /sehat\n/g), 2, 'HTTP/1.0 that stays');

# --- too big, too long, too many
sub status { my ($a, $c) = $web->raw(@_); return join ' ', ($a =~ m{^HTTP/1\.1 (\d+)}mg), $c ? 'closed' : 'open'; }
is(status('GET /' . 'a' x 9000 . " HTTP/1.1\r\nHost: x\r\n\r\n"), '414 closed', 'a long address');
is(status("GET / HTTP/1.1\r\nHost: x\r\n" . join('', map { "X$_: " . 'a' x 4000 . "\r\n" } 1 .. 9) . "\r\n"), '431 closed', 'long headers');
is(status("GET / HTTP/1.1\r\nHost: x\r\n" . join('', map { "X$_: a\r\n" } 1 .. 70) . "\r\n"), '431 closed', 'many headers');
my $form = "POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
is(status($form . "Content-Length: 99999999\r\n\r\na=b"), '413 closed', 'a long body, refused at its head');
is(status($form . "Transfer-Encoding: chunked\r\n\r\n" . join('', map { "10000\r\n" . 'a' x 65536 . "\r\n" } 1 .. 20)), '413 closed', 'a long body, refused on its way');
is(status("GET /sehat HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"), '413 closed', 'a body where there is none');
is(status("POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc"), '415 closed', 'a body of another kind');
is(status($form . "Content-Length: 5\r\nConnection: close\r\n\r\na=%zz"), '400 closed', 'a broken form');
is(status($form . "Content-Length: 5\r\nConnection: close\r\n\r\na=%00"), '400 closed', 'a NUL in a form');
is(status("GET /sehat?%ff=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), '400 closed', 'a query that is not UTF-8');

# --- slowly: a head that never ends
my $began = time;
($answer, $closed) = $web->raw("GET /sehat HTTP/1.1\r\nHost: x\r\n", seconds => 14);
like($answer, qr{^HTTP/1\.1 408}, 'a head that does not end');
ok($closed && time - $began > 8, sprintf 'is closed after %.0f s', time - $began);
is(($web->stop)[0], 0, 'the end');
done_testing();
