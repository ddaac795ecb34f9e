# Peserta in the browser and through the API: the list with its filters, one person, search; a ward's officer finds
# nobody else; names of any letters are shown as they are.
use strict;
use warnings;
use utf8;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'a city', "sample $dir/kota --persons 20000 --proposals 400 --seed 7");
# Names that nobody has: markup, quotes, other scripts. They come with a list of their own, and stay.
my @naughty = ('<script>alert(1)</script> Baso', q(Daeng "Tata" O'Hara), 'Ñandú ⁂ Besse', '{{nik}} Suleha', '%s%n Rahman', '&amp; Rosdiana');
{
	open my $f, '>:utf8', "$dir/usulan_aneh.csv" or die;
	print $f "nama,nik,tanggal_lahir,jenis_kelamin,kelurahan,kecamatan,pekerjaan\n";
	my $n = 0;
	print $f join(',', '"' . s/"/""/gr . '"', sprintf('73720301018%05d', ++$n), '1980-01-01', 'L', 'Lakessi', 'Soreang', 'Nelayan') . "\n" for @naughty;
}
my $lists = join ' ', map { "--usulan $_" } "$dir/usulan_aneh.csv", sort glob "$dir/kota/usulan*";
expect(0, undef, 'a run', "run --program $dir/kota/program.yaml $lists --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --db $db --keluaran $dir/satu");
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
my %who = ('ani.opd' => 'operator_opd', 'bapak.bpkad' => 'bpkad', 'lurah.lakessi' => 'operator_kelurahan --scope 73.72.03.1001',
	'camat.ujung' => 'operator_kelurahan --scope 73.72.02', 'orang.jauh' => 'operator_opd --scope 73.71');
my ($pin, %pin) = (604271);
for my $name (sort keys %who) {
	$pin{$name} = $pin++;
	`printf '482913\n$pin{$name}\n' | $lindung user add $name --role $who{$name} --db $db --sebagai rina.kelola 2>&1`;
	is($?, 0, "user $name");
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'a server') or BAIL_OUT($web->said);
is($web->get('/peserta')->{status}, 303, 'nobody sees it without signing in');
my %at = map { $_ => $web->other } keys %who;
is($at{$_}->sign_in($_, $pin{$_})->{status}, 303, "$_ signs in") for sort keys %who;
sub json { my ($who, $path) = @_; my $r = $at{$who}->get("/api/v1/$path"); return $r->{status} == 200 ? decode_json($r->{content}) : { status => $r->{status} } }

# The server makes the index by itself.
my $until = time + ($ENV{LINDUNG_SANITIZED} ? 90 : 20);
sleep 1 until json('ani.opd', 'person/list')->{siap} || time > $until;
my $all = json('ani.opd', 'person/list?banyak=500');
ok($all->{siap}, 'indexed by the server');
is(scalar @{ $all->{daftar} }, 406, 'everybody is listed');
is($at{'bapak.bpkad'}->get('/peserta')->{status}, 403, 'not for who may not see people');
unlike($at{'bapak.bpkad'}->get('/rancangan')->{content}, qr{action="/cari"}, 'nor is a search offered');

my $page = $at{'ani.opd'}->get('/peserta')->{content};
like($page, qr{<form class="search" role="search" action="/cari" method="post">}, 'the search field posts');
unlike($page, qr/\b\d{16}\b/, 'NIKs are masked');
like($page, qr/rel="next" href="[^"]*sesudah=/, 'and another page');
my ($next) = $page =~ /rel="next" href="([^"]*)"/;
$next =~ s/&amp;/&/g;
my $second = $at{'ani.opd'}->get($next);
is($second->{status}, 200, 'is there');
my ($first_of_it) = $second->{content} =~ m{<tbody><tr><td><a href="(/peserta/[^"]+)"};
is($first_of_it, "/peserta/$all->{daftar}[50]{orang}", 'and begins where the first ended');
$page = $at{'ani.opd'}->get('/peserta?kecamatan=73.72.03&kelurahan=73.72.03.1001&putusan=ditolak&rt=&rw=&kelompok=')->{content};
like($page, qr/value="73\.72\.03" selected/, 'the filter stays');
is($at{'ani.opd'}->get('/peserta?kecamatan=99.99.99')->{status}, 400, 'a district that is not there');
is($at{'ani.opd'}->get('/peserta?sesudah=xx')->{status}, 400, 'a made up page');

# Search.
sub search { my ($who, @pairs) = @_; return $at{$who}->send('/cari', '/cari', @pairs) }
my ($person) = grep { $_->{putusan} eq 'terpilih' && $_->{kelurahan} =~ /lakessi/i } @{ $all->{daftar} };
my $r = search('ani.opd', cari => $person->{nama});
ok($r->{status} == 303 ? $r->{headers}{location} =~ m{^/peserta/\Q$person->{orang}\E$} : $r->{content} =~ m{/peserta/\Q$person->{orang}\E"}, 'by name');
like(search('ani.opd', cari => 'a')->{content}, qr/satu huruf saja tidak/, 'one letter is too little');
like(search('ani.opd', cari => 'qqqqqq')->{content}, qr/Tidak ada yang ditemukan/, 'nobody');
open my $csv, '<:utf8', "$dir/kota/dukcapil.csv" or die;
my @titles = split /[;,]/, lc <$csv> =~ s/\s+$//r;
my ($nik_at) = grep { $titles[$_] =~ /^"?nik/ } 0 .. $#titles;
my $nik;
my ($head, $tail) = $person->{nik} =~ /^(\d{4})\*+(\d{4})$/;
while (<$csv>) {
	my @c = split /[;,]/;
	next unless ($c[$nik_at] // '') =~ /^$head\d{8}$tail$/ && index(uc, uc $person->{nama}) >= 0;
	$nik = $c[$nik_at];
	last;
}
ok($nik, 'the NIK behind the stars');
$r = search('ani.opd', cari => $nik);
is($r->{status}, 303, 'by NIK');
is($r->{headers}{location}, "/peserta/$person->{orang}", 'straight to the person');
unlike($r->{headers}{location}, qr/\d{16}/, 'without the NIK in the address');
unlike($web->said, qr/$nik/, 'nor in the log');

# One person.
$r = $at{'ani.opd'}->get("/peserta/$person->{orang}");
is($r->{status}, 200, 'one person') or diag $r->{content};
like($r->{content}, qr/data kependudukan/, 'fields with their origin');
like($r->{content}, qr{/rancangan/$all->{rancangan}/baris/$person->{no}"}, 'the row');
like($r->{content}, qr{/buka-nik\?rancangan=$all->{rancangan}&amp;urut=$person->{no}"}, 'Buka NIK');
unlike($r->{content}, qr/\b\d{16}\b/, 'masked');
cmp_ok(length $r->{content}, '<', 30000, 'within bounds');
is($at{'ani.opd'}->get('/peserta/7K3M-9QWP-2XTA')->{status}, $at{'ani.opd'}->get('/peserta/xyz')->{status}, 'nobody is nobody');
my $seen = $at{'ani.opd'}->send('/pengaturan/siapa-melihat', '/pengaturan/siapa-melihat', nik => $nik)->{content};
like($seen, qr/person_show|Satu orang/, 'who looked is written down') or diag $seen;

# A ward's officer, and one of another city.
my $own = json('lurah.lakessi', 'person/list?banyak=500');
ok(@{ $own->{daftar} } > 5, 'the ward has people');
is(scalar(grep { $_->{kelurahan} !~ /lakess/i } @{ $own->{daftar} }), 0, 'only its own');
is($own->{orang}, scalar @{ $own->{daftar} }, 'counted alone');
is($at{'lurah.lakessi'}->get("/peserta/$person->{orang}")->{status}, 200, 'one of his');
like($at{'lurah.lakessi'}->get('/peserta')->{content}, qr/Lakessi/, 'his page');
my $absent = $at{'camat.ujung'}->get('/peserta/7K3M-9QWP-2XTA');
my $theirs = $at{'camat.ujung'}->get("/peserta/$person->{orang}");
is($theirs->{status}, $absent->{status}, 'another district: as if absent');
sub bare { my ($html, $id) = @_; return $html =~ s/\Q$id\E/X/gr =~ s/name="(csrf|acuan)" value="[^"]*"/$1/gr }
is(bare($theirs->{content}, $person->{orang}), bare($absent->{content}, '7K3M-9QWP-2XTA'), 'to the letter');
for my $typed ($nik, $person->{nama}) {
	my $found = search('camat.ujung', cari => $typed);
	unlike($found->{headers}{location} // $found->{content}, qr{/peserta/\Q$person->{orang}\E}, 'nor is he found');
}
is($at{'camat.ujung'}->get('/peserta?kelurahan=73.72.03.1001')->{status}, 400, 'nor is the ward');
is($at{'camat.ujung'}->get('/peserta?sesudah=73.72.03.1001:1')->{content} =~ /Lakessi/i ? 1 : 0, 0, 'nor by a made up page');
is(json('orang.jauh', 'person/list')->{rancangan} // '', '', 'another city sees no draft');
is($at{'orang.jauh'}->get("/peserta/$person->{orang}")->{status}, $absent->{status}, 'and nobody');

# Names of any letters.
my %by_name = map { $_->{nama} => $_ } @{ $all->{daftar} };
for my $name (@naughty) {
	my $of = $by_name{$name} or fail("$name is kept"), next;
	my $html = $at{'ani.opd'}->get("/peserta/$of->{orang}")->{content};
	utf8::decode($html);
	my $shown = $name =~ s/&/&amp;/gr =~ s/</&lt;/gr =~ s/>/&gt;/gr =~ s/"/&(?:quot|#34);/gr =~ s/'/&#39;/gr;
	$shown = join '', map { /^&/ ? $_ : quotemeta } split /(&\(\?:quot\|#34\);|&#39;|&amp;|&lt;|&gt;)/, $shown;
	like($html, qr/<b>$shown<\/b>/, "$name is shown as it is");
	$html = search('ani.opd', cari => $name)->{content} // '';
	unlike($html, qr/<script>alert|\b7372030101800/, 'and nothing runs');
}
is(($web->stop)[0], 0, 'stopped');
done_testing;
