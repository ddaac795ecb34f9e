# Beranda and the pages of wards: figures that are those of the rows, a map of squares and one of boundaries, each region its
# own, every feature of a boundary file accounted for, warnings that go when their cause goes.
use strict;
use warnings;
use IO::Compress::Gzip qw(gzip);
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
my $rina = '--sebagai rina.kelola';
expect(0, undef, 'a city', "sample $dir/kota --persons 20000 --proposals 900 --seed 11");
my $lists = join ' ', map { "--usulan $_" } sort glob "$dir/kota/usulan*";
expect(0, undef, 'a run', "run --program $dir/kota/program.yaml $lists --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --db $db --keluaran $dir/satu");
expect(0, qr/Temuan\n\(tidak ada\)/, 'its summary is that of its rows', "verify --db $db");
expect(0, qr/^Disusun +: 0$/m, 'nothing to make again', "coverage rebuild --db $db");
expect(0, qr/^Disusun +: 1$/m, 'unless it is asked for', "coverage rebuild --semua --db $db");
expect(0, qr/Temuan\n\(tidak ada\)/, 'and it is the same', "verify --db $db");

# The figures are those of the rows.
sub show { my ($out) = (lindung("coverage show --db $db --json @_"))[1]; return decode_json($out =~ s/^lindung: .*\n//gmr); }
my $home = show();
my %sum;
open my $rows, '<', "$dir/satu/keputusan.csv" or die;
chomp(my $head = <$rows>);
my @title = split /,/, $head;
my ($at) = grep { $title[$_] eq 'putusan' } 0 .. $#title;
while (<$rows>) {
	my @cell;
	push @cell, defined $1 ? $1 : $2 while /\G(?:"((?:[^"]|"")*)"|([^,\n]*))(?:,|\n|$)/g && @cell < @title;
	$sum{ $cell[$at] }++;
	$sum{all}++;
}
is($home->{usulan}, $sum{all}, 'every row is counted');
is($home->{terpilih}, $sum{terpilih}, 'the chosen');
is($home->{layak}, $sum{terpilih} + ($sum{cadangan} // 0), 'the eligible');
is($home->{ditolak}, $sum{ditolak}, 'the refused');
my $wards = 0;
$wards += $_->{usulan} for @{ $home->{kelurahan} };
is($wards + $home->{tanpa_kelurahan}, $sum{all}, 'ward by ward, and those of no ward');
my $refused = 0;
$refused += $_->{orang} for @{ $home->{alasan} };
is($refused, $sum{ditolak}, 'each refusal has one main reason');
is(scalar @{ $home->{bulan} }, 12, 'twelve months');
like($home->{pesan}, qr/Baris usulan: $sum{all}\n/, 'the message has them, too');
my ($ward) = grep { $_->{usulan} } @{ $home->{kelurahan} };
my $one = decode_json((lindung("coverage ward $ward->{kode} --db $db --json"))[1] =~ s/^lindung: .*\n//gmr);
is($one->{$_}, $ward->{$_}, "one ward: $_") for qw(usulan layak ditolak mendapat_tempat);
expect(2, qr/kelurahan 73\.71\.01\.1001 tidak ada/, 'a ward of another city', "coverage ward 73.71.01.1001 --db $db");

# Whoever has administered nothing yet is told of the backup; once it is made, no more.
like(join(' ', map { $_->{jenis} } @{ $home->{peringatan} }), qr/belum_dicadangkan/, 'no backup yet');
expect(0, undef, 'a backup', "backup --db $db $dir/sandar.cadangan");
unlike(join(' ', map { $_->{jenis} } @{ show()->{peringatan} }), qr/belum_dicadangkan/, 'a backup is there');

# --- users
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
`printf '482913\n' > $dir/pin; chmod 600 $dir/pin`;
my %role = ('ani.opd' => 'operator_opd', 'budi.ujung' => 'operator_kelurahan --scope 73.72.02', 'dewi.dinsos' => 'dinsos');
my $pin = 604271;
my %pin;
for my $name (sort keys %role) {
	$pin{$name} = $pin++;
	`printf '482913\n$pin{$name}\n' | $lindung user add $name --role $role{$name} --db $db $rina 2>&1`;
	is($?, 0, "user $name");
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'a server') or BAIL_OUT($web->said);
is($web->get('/')->{headers}{location}, '/cek', 'a citizen asks');
my ($ani, $budi, $dewi) = ($web, $web->other, $web->other);
is($ani->sign_in('ani.opd', $pin{'ani.opd'})->{status}, 303, 'ani');
is($budi->sign_in('budi.ujung', $pin{'budi.ujung'})->{status}, 303, 'budi');
is($dewi->sign_in('dewi.dinsos', $pin{'dewi.dinsos'})->{status}, 303, 'dewi');
is($dewi->get('/')->{headers}{location}, '/kerja', 'who may not read begins with the own work');
is($dewi->get("/wilayah/$ward->{kode}")->{status}, 403, 'and sees no ward');

sub small { my ($html) = @_; gzip(\$html, \my $packed); return length $packed; }
sub dotted { my ($n) = @_; 1 while $n =~ s/^(\d+)(\d{3})/$1.$2/; return $n; }
my $page = $ani->get('/');
is($page->{status}, 200, 'Beranda') or diag $page->{content};
my $html = $page->{content};
like($html, qr{<b>\Q@{[ dotted($sum{all}) ]}\E</b> baris usulan <small>.*\d{4}</small>}, 'a figure with its source and date');
is(() = $html =~ m{<ul class="figures">(.*?)</ul>}s && $1 =~ /<li>/g, 5, 'five figures');
is(() = $html =~ m{<a href="/wilayah/[\d.]+" tabindex="-1"><path class="k[0-5]"}g, 22, 'a square for each ward');
is(() = $html =~ m{<tr><td class="num">\d+</td><td><a href="/wilayah/}g, 22, 'and a row in the table');
like($html, qr{<svg class="chart"[^>]* role="img" aria-label="[^"]+"}, 'the months as a picture with words');
unlike($html, qr/ style=| onclick=|<script(?! src)/, 'nothing inline');
unlike($html, qr/\b\d{16}\b/, 'no number of a person');
cmp_ok(small($html), '<', 30 * 1024, 'within 30 KB');
my $narrow = $ani->get('/?kecamatan=73.72.02&ukuran=usulan')->{content};
like($narrow, qr{<option value="73\.72\.02" selected>}, 'one district');
is(() = $narrow =~ m{<path class="k[0-5]"}g, 5, 'has five wards');
is($ani->get('/?kecamatan=73.71.01')->{status}, 400, 'another city is none');
is($ani->get('/?kecamatan=%27%3B--')->{status}, 400, 'nor is what is no code');

# A region sees its own.
$narrow = $budi->get('/')->{content};
my @mine = grep { $_->{kode} =~ /^73\.72\.02/ } @{ $home->{kelurahan} };
is(() = $narrow =~ m{<path class="k[0-5]"}g, scalar @mine, 'his wards alone');
my $ours = 0;
$ours += $_->{usulan} for @mine;
like($narrow, qr{<b>$ours</b> baris usulan}, 'and their figures alone');
is($budi->get("/wilayah/$mine[0]{kode}")->{status}, 200, 'his ward');
my ($other) = grep { $_->{kode} !~ /^73\.72\.02/ } @{ $home->{kelurahan} };
is($budi->get('/wilayah/73.72')->{headers}{location}, '/', 'the city is the first page');
is($budi->get('/wilayah/kotak')->{status}, 404, 'five letters are no city');
my $absent = $budi->get("/wilayah/$other->{kode}");
is($absent->{status}, 404, 'another one is not there');
sub told { return $_[0]{content} =~ s{csrf" value="[^"]*"|acuan" value="[^"]*"|73\.72\.\d\d\.\d{4}|73%2E72[^"]*}{}gr }
is(told($absent), told($budi->get('/wilayah/73.72.02.9999')), 'like one that never was');
is($budi->get("/api/v1/coverage/ward?kode=$other->{kode}")->{status}, 400, 'nor by the API') or diag $budi->get("/api/v1/coverage/ward?kode=$other->{kode}")->{content};
unlike($budi->get('/api/v1/region/map')->{content}, qr/73\.72\.01\./, 'the map is that of his region');

# --- boundaries: made up, one square each, in a row; the last feature is a point, one names nobody
my $x = 119.6;
my @features = map {
	my $to = $x + 0.01;
	my $f = { type => 'Feature', properties => { KODE_DESA => $_->{kode} =~ s/\.//gr, NAMA => $_->{nama} },
		geometry => { type => 'Polygon', coordinates => [ [ [ $x, -4 ], [ $to, -4 ], [ $to, -3.99 ], [ $x, -3.99 ], [ $x, -4 ] ] ] } };
	$x = $to;
	$f
} @{ $home->{kelurahan} };
push @features, { type => 'Feature', properties => { KODE_DESA => '1', NAMA => '<b>Antah</b>' }, geometry => $features[0]{geometry} },
  { type => 'Feature', properties => {}, geometry => { type => 'Point', coordinates => [ 1, 2 ] } };
open my $f, '>', "$dir/kel.geojson" or die;
print $f encode_json({ type => 'FeatureCollection', features => \@features });
close $f;
my $out = expect(0, qr/^Kolom kode +: KODE_DESA$/m, 'boundaries', "region import-boundary $dir/kel.geojson --db $db $rina < $dir/pin");
like($out, qr/^Fitur terpasang +: 22$/m, 'those understood');
like($out, qr/^ *23 +<b>Antah<\/b> +nama "<b>Antah<\/b>" tidak dikenal/m, 'a name that is none, with the reason');
like($out, qr/^ *24 .*bukan Polygon/m, 'what is no area, with the reason');
$html = $ani->get('/')->{content};
like($html, qr{<svg class="map" viewBox="0 0 \d+ \d+"}, 'the map is drawn');
is(() = $html =~ m{<path class="k[0-5]" d="M\d+ \d+l[-\d ]+z">}g, 22, 'with every ward');
unlike($html, qr/<b>Antah/, 'and nothing of the rest');
$narrow = $budi->get('/')->{content};
is(() = $narrow =~ m{<path class="k[0-5]" d="M}g, scalar @mine, 'his part of it');
unlike($narrow, qr{viewBox="0 0 \d+ \d+" width="\d+" height="\d+" role="group"}, 'cut to it');
expect(3, qr/fitur ke-1/, 'a file that breaks off', "region import-boundary $dir/rusak.geojson --db $db $rina < $dir/pin")
  if open($f, '>', "$dir/rusak.geojson") && print($f '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[119') && close $f;
is($ani->get('/kerja/region/import-boundary')->{status}, 404, 'not everybody may');

# --- one page, one ward
$page = $ani->get('/beranda/a4');
is($page->{status}, 200, 'one page for the mayor');
like($page->{content}, qr{<svg class="map".*<svg class="chart"}s, 'with map and months');
$page = $ani->get("/wilayah/$ward->{kode}")->{content};
like($page, qr{<h1>\Q$ward->{nama}\E</h1>}, 'a ward');
like($page, qr{<b>$ward->{usulan}</b> baris usulan}, 'its figure');
like($page, qr{href="/rancangan/[0-9A-Z-]+/baris\?kecamatan=73\.72\.\d\d"}, 'on to the rows');
$web->stop;
expect(0, undef, 'the same page on paper', "coverage paper --berkas $dir/satu.pdf --db $db $rina < $dir/pin");
open my $pdf, '<:raw', "$dir/satu.pdf" or die;
my $paper = do { local $/; <$pdf> };
like($paper, qr/^%PDF-1\.7.*\/Count 1\b/s, 'is one page');
expect(0, qr/Temuan\n\(tidak ada\)/, 'all of it holds', "verify --db $db");

SKIP: {
	my $real = '../shared/data/batas/kel_73.72.geojson';
	skip 'the real boundaries are not here', 2 unless -f $real;
	$out = expect(0, qr/^Kelurahan yang kini berbatas +: 22$/m, 'the real city', "region import-boundary $real --db $db $rina < $dir/pin");
}
done_testing();
