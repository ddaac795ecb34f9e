# Citizens without signing in: is somebody covered, an objection and its answer; how often one address may ask is bounded;
# officers answer in the browser.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use Test::More;
use lib 'tests/tools';
use Baca;
use Perintah;
use Rantai;
use Web;

my $db = "--db $dir/kota.db";
is((lindung("sample $dir/kota --persons 4000 --proposals 200 --seed 12"))[0], 0, 'a city');
my $lists = join ' ', (map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx)),
	map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ], [ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
is((lindung("init $db"))[0], 0, 'a database');
staff($db, $dir);
my ($code, $out) = lindung("run --program $dir/kota/program.yaml $lists --keluaran $dir/satu $db " . as_user('operator', $dir));
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
open my $scan, '>', "$dir/sk.pdf" or die;
print $scan "%PDF-1.4 pindaian\n";
close $scan;
is((chain_to($run, 'ditetapkan', $db, $dir, issue => "--nomor 7/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf"))[0], 0, 'a decree');
my ($chosen) = grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } csv_objects("$dir/satu/keputusan.csv");
my ($row) = grep { /$chosen->{nik}/ } do { open my $f, '<', "$dir/kota/dukcapil.csv" or die; <$f> };
my ($card) = map { substr $_, -6 } grep { $_ ne $chosen->{nik} } $row =~ /\b(\d{16})\b/g;

my $web = Web->start($lindung, "$dir/kota.db");
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my $citizen = $web->other;
my $r = $citizen->get('/');
is("$r->{status} $r->{headers}{location}", '303 /cek', 'who has not signed in begins with the question');
$r = $citizen->get('/cek');
is($r->{status}, 200, 'the page needs no signing in');
my $found = decode_utf8($citizen->post('/cek', nik => $chosen->{nik}, 'kk-akhir' => $card)->{content});
like($found, qr{7/2025}, 'the decree');
unlike($found, qr/\Q$chosen->{nik}\E/, 'no NIK on the page');
unlike($found, qr/\Q$chosen->{nama}\E/, 'no whole name either');
my @none = map { my $c = $_->post('/cek', nik => $chosen->{nik}, 'kk-akhir' => '000000')->{content}; $c =~ s/value="[^"]*"//g; $c } $citizen;
my $other = $citizen->post('/cek', nik => '7372015508900001', 'kk-akhir' => $card)->{content};
$other =~ s/value="[^"]*"//g;
is($other, $none[0], 'a wrong pair and an unknown person get the same page');
like($other, qr/Tidak ditemukan/, 'that says so');
like(decode_utf8($citizen->post('/cek', nik => '12', 'kk-akhir' => $card)->{content}), qr/16 angka/, 'what is typed wrong is told');

my $said = decode_utf8($citizen->post('/sanggah', jenis => 'data_salah', nama => 'Siti <b>Aminah</b>', kelurahan => 'Lakessi', isi => 'Pekerjaan saya pemulung, bukan pedagang')->{content});
my ($ticket) = $said =~ m{<b>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</b>};
ok($ticket, 'a ticket') or diag $said;
like(decode_utf8($citizen->post('/sanggah/tiket', tiket => $ticket)->{content}), qr/belum dijawab/, 'its state');
like(decode_utf8($citizen->post('/sanggah', jenis => 'lainnya', nama => 'A', isi => 'pendek')->{content}), qr/>pendek</, 'what was typed stays when something lacks');
for (1 .. 6) { $said = decode_utf8($citizen->post('/sanggah', jenis => 'lainnya', nama => 'Banjir', isi => "sanggahan ke-$_ dari alamat yang sama")->{content}) }
like($said, qr/terlalu sering/, 'one address is bounded');
($code, $out) = lindung("objection list $db --json " . as_user('kabid', $dir));
my $n = () = $out =~ /"tiket"/g;
cmp_ok($n, '<=', 5, 'what was refused left nothing');
like($out, qr/$ticket/, 'the first is there');
is(($web->stop)[0], 0, 'it stops');
is((lindung("verify $db"))[0], 0, 'and all is sound');
done_testing();
