# Data masuk, Izin data and Program in the browser, without JavaScript: an officer's list from the upload to the draft, under
# agreements; who may not, does not.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $id = qr/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;
my $db = "$dir/kota.db";
my $city = "$dir/kota";
expect(0, undef, 'a city', "sample $city --persons 6000 --proposals 120 --seed 5");
expect(0, undef, 'init', "init --db $db");
sub user {
	my ($name, $role, $pin) = @_;
	my $as = $name eq 'rina.kelola' ? '' : '--sebagai rina.kelola';
	my $in = $as ? "482913\\n$pin\\n" : "$pin\\n";
	`printf '$in' | $lindung user add $name --role $role --db $db $as 2>&1`;
	is($?, 0, "user $name");
}
user('rina.kelola', 'admin', '482913');
user('sitti.opd', 'operator_opd', '739155');
user('dewi.bappeda', 'bappeda', '927364');
# those who make agreements sign in with a second factor: here they did so at a terminal
for my $source (qw(dukcapil desil peserta tolak)) {
	my $out = `printf '482913\\n' | $lindung permit add $source --nomor 470/1 --tanggal-perjanjian 2025-01-02 --pemilik Pemilik --tujuan pemadanan --kegunaan pemadanan,pelaporan --simpan --mulai 2020-01-01 --sampai 2090-12-31 --db $db --sebagai rina.kelola 2>&1`;
	is($?, 0, "an agreement for $source") or diag $out;
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my ($sitti, $dewi) = map { $web->other } 1 .. 2;
is($sitti->sign_in('sitti.opd', '739155')->{status}, 303, 'the officer signs in');
is($dewi->sign_in('dewi.bappeda', '927364')->{status}, 303, 'a reader signs in');

# Where a posted form leads: a page that is there.
sub leads {
	my ($who, $r, $like, $name) = @_;
	is($r->{status}, 303, $name) or return diag substr($r->{content}, 0, 3000);
	like($r->{headers}{location}, $like, "$name: goes on") or return '';
	my $page = $who->get($r->{headers}{location});
	is($page->{status}, 200, "$name: the page is there") or diag substr($page->{content}, 0, 3000);
	return $page->{content};
}

# --- the list
like($sitti->get('/data')->{content}, qr/Terima daftar.*name="berkas"/s, 'the form');
unlike($dewi->get('/data')->{content}, qr/name="berkas"/, 'not for who only reads');
my $list = "$city/usulan_dinas_perikanan.csv";
my @form = ([ jenis => 'usulan' ], [ opd => 'Dinas <Perikanan> & "Kelautan"' ], [ surat => '523/1' ], [ 'tanggal-surat' => '2025-04-02' ]);
my $r = $sitti->multipart('/data', @form, [ berkas => \$list ]);
my $page = leads($sitti, $r, qr{^/data/$id\?acuan=}, 'a list comes in');
my ($batch) = $r->{headers}{location} =~ /($id)/;
like($page, qr/Dinas &lt;Perikanan&gt; &amp; (?:&quot;|&#34;)Kelautan/, 'what was typed stays text');
like($page, qr/status-baik|status/, 'its state has a shape');
unlike($page, qr/\b\d{16}\b/, 'no whole NIK');
is($sitti->multipart('/data', @form, [ berkas => \$list ])->{status}, 409, 'the same file is refused');
is($dewi->multipart('/data', @form, [ berkas => \$list ])->{status}, 403, 'and nobody else brings one');
is($dewi->get("/data/$batch")->{status}, 403, 'or looks into it');
like($dewi->get('/data')->{content}, qr/$batch/, '(that it came may be seen)');
my $rows = $sitti->get("/data/$batch/baris?warna=kuning");
is($rows->{status}, 200, 'its yellow rows');
like($rows->{content}, qr/NIK kosong|tanggal lahir/, 'with what is wrong');
unlike($rows->{content}, qr/\b\d{16}\b/, 'masked');
like($sitti->get("/data/$batch/baris?warna=ungu")->{status}, qr/^4/, 'no such colour');
is($sitti->get('/data/0000-0000-0001')->{status} < 500, 1, 'one that is not there');

# --- columns by hand
open my $f, '>', "$dir/aneh.csv" or die;
print $f "Q1,Q2,Q3\nSITTI,7372014508800001,05-08-1980\n";
close $f;
$r = $sitti->multipart('/data', @form, [ berkas => \"$dir/aneh.csv" ]);
$page = leads($sitti, $r, qr{^/data/$id}, 'titles that nobody knows');
my ($odd) = $r->{headers}{location} =~ /($id)/;
like($page, qr/Kolom belum lengkap/, 'are said so');
is($sitti->post("/data/$odd/kolom", k1 => '', k2 => '')->{status}, 400, 'nothing changed');
is($sitti->post("/data/$odd/kolom", k1 => 'nama', k2 => 'kolom lain')->{status}, 400, 'no such column');
$page = leads($sitti, $sitti->post("/data/$odd/kolom", k1 => 'nama', k2 => 'nik', k3 => 'tanggal_lahir'), qr{^/data/$odd}, 'mapped');
unlike($page, qr/Kolom belum lengkap/, 'it is complete');
$page = leads($sitti, $sitti->post("/data/$odd/tarik", alasan => 'salah berkas'), qr{^/data/$odd}, 'withdrawn');
like($page, qr/ditarik.*salah berkas/s, 'with its reason');

# --- agreements
is($sitti->get('/izin-data')->{status}, 200, 'agreements may be seen');
is($sitti->post('/izin-data', sumber => 'desil', nomor => 1)->{status}, 403, 'not made by the officer');
$page = $sitti->get('/izin-data')->{content};
like($page, qr/pemadanan,pelaporan.*berlaku/s, 'listed');
unlike($page, qr/name="tanggal-perjanjian"/, 'without the form');

# --- the programme, the run as a job, the funnel
$page = leads($sitti, $sitti->multipart('/program', [ berkas => \"$city/program.yaml" ], [ catatan => 'awal' ]), qr{^/program/$id}, 'a programme');
like($page, qr/usia paling rendah 18 tahun/, 'in sentences');
my ($programme) = $page =~ m{/program/($id)/corong};
like($sitti->get("/program/$programme/corong")->{content}, qr/belum mempunyai rancangan/, 'no draft, no funnel');
my @sources;
for my $more ("$city/usulan_dinas_pertanian.csv", "$city/usulan_disnaker.xlsx") {
	$r = $sitti->multipart('/data', [ jenis => 'usulan' ], [ opd => 'Disnaker' ], [ berkas => \$more ]);
	is($r->{status}, 303, 'more proposals');
	push @sources, $r->{headers}{location} =~ /($id)/;
}
for my $source ([ dukcapil => 'dukcapil.csv' ], [ desil => 'desil.csv' ], [ peserta => 'peserta.csv' ], [ tolak => 'tolak_asn.csv' ]) {
	$r = $sitti->multipart('/data', [ jenis => $source->[0] ], [ opd => 'Pemilik' ], [ berkas => \"$city/$source->[1]" ]);
	is($r->{status}, 303, "$source->[0] comes in under its agreement") or diag substr($r->{content}, 0, 2000);
	push @sources, $r->{headers}{location} =~ /($id)/;
}
my $compose = "/program/$programme/susun";
like($sitti->get($compose)->{content}, qr/name="pilih" value="$batch".*checked/s, 'the lists received stand there, ticked');
is($dewi->get($compose)->{status}, 403, 'not for a reader');
$r = $sitti->multipart($compose, [ ulang => '' ]);
like($r->{content}, qr/role="alert">belum ada kiriman yang dipilih/, 'nothing ticked: said above the form');
$r = $sitti->multipart($compose, map { [ pilih => $_ ] } $batch, @sources);
is($r->{status}, 303, 'a run is ordered') or diag $r->{content};
my ($job) = ($r->{headers}{location} // '') =~ m{^/pekerjaan/([^?]+)};
my $state = '';
for (1 .. 300) {
	($state) = $sitti->get("/api/v1/pekerjaan/$job")->{content} =~ /"keadaan":"(\w+)"/;
	last if ($state // '') =~ /selesai|gagal/;
	select undef, undef, undef, 0.2;
}
is($state, 'selesai', 'and done') or diag $sitti->get("/api/v1/pekerjaan/$job")->{content};
like($sitti->get("/program/$programme/corong")->{content}, qr/Gugur di sini.*Tersisa/s, 'the funnel');
like($sitti->get('/izin-data/pemakaian')->{content}, qr/dukcapil\.csv.*470\/1/s, 'what was used');
is($sitti->get("/program/$programme/ambang")->{status}, 200, 'the bounds');
is($sitti->post("/program/$programme/ambang", padan => '99', tinjau => '5', alasan => 'tidak boleh')->{status}, 403, 'changed by the head of office only');
done_testing();
