# `lindung demo`: within half a minute the sample city is there, with a user for each role whose PIN is shown once.
use strict;
use warnings;
use HTTP::Tiny;
use POSIX qw(WNOHANG);
use Test::More;
use lib 'tests/tools';
use Perintah;
use Time::HiRes qw(sleep time);
use Web;

plan skip_all => 'too slow with the sanitizers' if $ENV{LINDUNG_SANITIZED};

sub demo {
	my $began = time;
	unlink "$dir/demo.keluar";
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', "$dir/demo.keluar" or die;
		open STDERR, '>', "$dir/demo.galat" or die;
		exec $lindung, 'demo', "$dir/peragaan", '--listen', '127.0.0.1:0';
		exit 127;
	}
	my $out = '';
	until ($out =~ /Ctrl-C/) {
		last if time - $began > 120 || waitpid($pid, WNOHANG);
		sleep 0.1;
		open my $f, '<', "$dir/demo.keluar" or next;
		$out = join '', <$f>;
	}
	my ($port) = $out =~ m{http://127\.0\.0\.1:(\d+)/};
	my $web = bless { pid => $pid, port => $port, base => "http://127.0.0.1:" . ($port // 0), cookies => {}, out => "$dir/demo.keluar" }, 'Web';
	return ($web, $out, time - $began);
}

my ($web, $out, $seconds) = demo();
ok($web->{port}, 'it answers') or BAIL_OUT($out . `cat $dir/demo.galat`);
cmp_ok($seconds, '<', 30 * ($ENV{CI_LAMBAT} // 3), sprintf 'after %.1f s', $seconds);
my %pin = $out =~ /^  (\S+)\s+(\S+)   /mg;
open my $roles, '<', 'src/access/role.def' or die;
my @roles = map { /^ROLE\((\w+)/ ? $1 =~ tr/_/./r : () } <$roles>;
is_deeply([ sort keys %pin ], [ sort @roles ], 'one user for each role');
is($web->other->sign_in($_, $pin{$_})->{status}, 303, "$_ can sign in") for @roles;
is($web->other->sign_in('bappeda', $pin{bpkad})->{status}, 400, 'not with another\'s PIN');
my $bappeda = $web->other;
$bappeda->sign_in('bappeda', $pin{bappeda});
like($bappeda->get('/api/v1/decree/list')->{content}, qr/"keadaan":"rancangan".*"keadaan":"ditetapkan"/s, 'a draft is there, and the decree before it');
my $lists = $bappeda->get('/api/v1/batch/list')->{content};
my $cover = $bappeda->get('/api/v1/coverage/show')->{content};
unlike($cover, qr/sisa -/, 'whoever waits for a card in a decree is not paid twice');
my %n = $cover =~ s{"tanggal".*}{}sr =~ /"(\w+)":(\d+)/g;
cmp_ok($n{layak}, '<', $n{usulan}, 'fewer are eligible than were proposed');
is($n{layak}, $n{terlindungi} + $n{terpilih} + $n{cadangan}, 'a stage that is over counts by its decree, the next one by its draft') or diag $cover;
is(scalar(() = $lists =~ /"kiriman":/g), 7, 'seven lists were received');
# The card of somebody in the decree: its code holds for whoever asks at /kartu, another does not.
my ($decree) = $bappeda->get('/api/v1/decree/list')->{content} =~ /"rancangan":"([\w-]+)"[^{}]*"keadaan":"ditetapkan"/;
my $opd = $web->other;
$opd->sign_in('operator.opd', $pin{'operator.opd'});
my ($list, $code) = ('', undef);
for (1 .. 60) { # the index of people is made behind the server's back
	$list = $opd->get("/api/v1/person/list?rancangan=$decree&putusan=terpilih")->{content};
	last if $list =~ /"orang":"/;
	sleep 0.5;
}
for my $person ($list =~ /"orang":"([0-9A-Z-]+)"/g) {
	($code) = $opd->get("/api/v1/card/show?orang=$person")->{content} =~ /"kode":"([0-9A-Z-]+)"/ and last;
}
ok($code, 'a card has a code') or diag substr $list, 0, 500;
my $guest = $web->other;
like($guest->send('/kartu', '/kartu', kode => $code)->{content}, qr/Kartu ini sah/, 'a guest finds it genuine');
my $wrong = $code =~ s/^(.)/$1 eq '7' ? '8' : '7'/er;
like($guest->send('/kartu', '/kartu', kode => $wrong)->{content}, qr/Tidak ada kartu dengan kode itu/, 'another code is none');
like($guest->send('/kartu', '/kartu', kode => '')->{content}, qr/class="warning"/, 'an empty one is told');
is(($web->stop)[0], 0, 'it ends');
is(`grep -rlF -e '$pin{admin}' -e '$pin{bappeda}' $dir/peragaan | wc -l` + 0, 0, 'no PIN is kept anywhere');

my ($again, $out2, $fast) = demo();
my %new = $out2 =~ /^  (\S+)\s+(\S+)   /mg;
is(scalar(keys %new), scalar @roles, 'started again');
isnt($new{bappeda}, $pin{bappeda}, 'with new PINs');
is($again->other->sign_in('bappeda', $pin{bappeda})->{status}, 400, 'the old one is of no use');
is($again->other->sign_in('bappeda', $new{bappeda})->{status}, 303, 'the new one is');
is(($again->stop)[0], 0, 'the end');
expect(2, qr/hanya untuk komputer ini/, 'not beyond this machine', "demo $dir/peragaan --listen 0.0.0.0:0");
done_testing();
