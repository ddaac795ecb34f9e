# Pages that were just made are given again (src/web/shelf.h): to the same session only, until something is written, and
# never after signing out. A page of one person is a look that is written down first; many at once are one page, one look.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use IO::Socket::INET;
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'a city', "sample $dir/kota --persons 8000 --proposals 200 --seed 7");
my ($run) = expect(0, undef, 'a run', "run --program $dir/kota/program.yaml @{[ map { \"--usulan $_\" } sort glob \"$dir/kota/usulan*\" ]}"
	  . " --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv"
	  . " --db $db --keluaran $dir/satu --json") =~ /"rancangan":"([\w-]+)"/;
`printf '482913\\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
for (qw(sitti.opd dewi.opd)) {
	`printf '482913\\n739155\\n' | $lindung user add $_ --role operator_opd --db $db --sebagai rina.kelola 2>&1`;
	is($?, 0, "user $_");
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my ($sitti, $dewi, $again) = map { $web->other } 1 .. 3;
is($sitti->sign_in('sitti.opd', '739155')->{status}, 303, 'one officer');
is($dewi->sign_in('dewi.opd', '739155')->{status}, 303, 'another');
is($again->sign_in('sitti.opd', '739155')->{status}, 303, 'the first one from another browser');

# The server writes its index of people by itself: not while we look at what is kept.
my $until = time + ($ENV{LINDUNG_SANITIZED} ? 90 : 20);
sleep 1 until $sitti->get('/api/v1/person/list')->{content} =~ /"siap":true/ || time > $until;

my $empty = $sitti->get('/tugas')->{content};
is($sitti->get('/tugas')->{content}, $empty, 'asked again: the same page');
my $others = $dewi->get('/tugas')->{content};
isnt($others, $empty, 'another officer has a page of her own');
unlike($others, qr/sitti\.opd/, 'without the name of the first');
my ($token) = $empty =~ /name="csrf" value="([^"]+)"/;
ok($token, 'a page has the token of its session');
unlike($again->get('/tugas')->{content}, qr/\Q$token\E/, 'the same officer in another browser has another one');
isnt($sitti->get('/tugas?x=1')->{content}, '', 'another address is another page');

# Written by somebody else, seen at once.
open my $f, '>', "$dir/usulan.csv" or die;
print $f "aneh,lagi\n1,2\n";
close $f;
my $r = $dewi->multipart('/data', [ jenis => 'usulan' ], [ opd => 'Dinas' ], [ berkas => \"$dir/usulan.csv" ]);
is($r->{status}, 303, 'a list without known columns comes in') or diag substr $r->{content}, 0, 1500;
my $after = $sitti->get('/tugas')->{content};
isnt($after, $empty, 'the page shows it at once');
like($after, qr{/data/}, 'as a task with its link');

# In English by the cookie of the language.
my $r2 = $sitti->get('/bahasa?pilih=en&ke=%2Ftugas');
like($sitti->get('/tugas')->{content}, qr/<html lang="en"/, 'another language is another page');

# One person. The NIK that the looks are asked by is not on the page.
open my $csv, '<', "$dir/satu/keputusan.csv" or die;
my ($no, $nik, $name) = (0);
while (<$csv>) { # a row whose NIK and name stand there as they are
	next if $. == 1;
	my @c = split /,/;
	$no = $. - 1, ($nik, $name) = @c[ 5, 6 ] if $c[5] =~ /^\d{16}$/ && $c[6] =~ /^[A-Z ]+$/ && !grep { /"/ } @c[ 0 .. 6 ];
	last if $no;
}
ok($no, 'a person') or BAIL_OUT('no plain row');
my $row = "/rancangan/$run/baris/$no";
my $page = $sitti->get($row);
is($page->{status}, 200, 'the page of a person') or diag substr $page->{content}, 0, 800;
like($page->{content}, qr/\Q$name\E/, 'is his');
unlike($page->{content}, qr/\b\d{16}\b/, 'with his NIK masked');
is($sitti->get($row)->{content}, $page->{content}, 'asked again: the same page, nothing made');
isnt($sitti->get("$row?x=$_")->{content}, $page->{content}, 'made anew') for 1 .. 3;
is($again->get($row)->{status}, 200, 'from another browser');
my $hers = $dewi->get($row)->{content};
isnt($hers, $page->{content}, 'another officer has his own page of him');
unlike($hers, qr/\b\d{16}\b/, 'masked too');

# Many at once.
my $cookie = join '; ', map { "$_=$sitti->{cookies}{$_}" } sort keys %{ $sitti->{cookies} };
for my $path ("$row?sekaligus=1", '/?sekaligus=1') {
	my @sockets = map { IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $web->{port}) or die } 1 .. 24;
	print $_ "GET $path HTTP/1.1\r\nHost: 127.0.0.1:$web->{port}\r\nCookie: $cookie\r\nConnection: close\r\n\r\n" for @sockets;
	my %bodies;
	for my $s (@sockets) {
		local $/;
		my ($head, $body) = split /\r\n\r\n/, scalar <$s>, 2;
		like($head, qr{^HTTP/1\.1 200 }, "$path: an answer") unless $head =~ m{^HTTP/1\.1 200 };
		$bodies{$body}++;
	}
	is(scalar keys %bodies, 1, "$path at once: everybody has the same page, which was made once");
}

# As the office is told it.
my $told = $dewi->send('/pengaturan/siapa-melihat', '/pengaturan/siapa-melihat', nik => $nik)->{content};
my %looks;
$looks{$1}++ while $told =~ m{<tr>(?:(?!</tr>).)*?<td>([a-z]+\.opd)</td>(?:(?!</tr>).)*?(?:Riwayat satu baris|row_show)}gs;
is_deeply(\%looks, { 'sitti.opd' => 1, 'dewi.opd' => 1 }, 'one look for each of them in this minute, however often and from wherever') or diag $told;

# Signed out, the page is gone with the session.
my %before = %{ $sitti->{cookies} };
is($sitti->post('/keluar')->{status}, 303, 'signed out');
$sitti->{cookies} = {%before};
isnt($sitti->get('/tugas')->{status}, 200, 'the old cookie is given nothing that was kept');
is(($web->stop)[0], 0, 'the end');
expect(0, qr/utuh/, 'verified', "verify --db $db");
done_testing();
