# Data masuk and izin data: a list comes in once, is looked at, mapped by hand, sent back, withdrawn; lent sources only under
# an agreement, and purged on the day.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Test::More;
use lib 'tests/tools';
use Baca;
use Perintah;

my $db = "--db $dir/kota.db --kunci $dir/kunci";
my $id = qr/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;

sub file {
	my ($name, $text) = @_;
	open my $f, '>', "$dir/$name" or die;
	print $f $text;
	close $f;
	return "$dir/$name";
}

sub number {
	my ($out) = @_;
	return $out =~ /($id)/ ? $1 : '';
}

expect(0, undef, 'a database', "init $db");
my $good = file('usulan.csv', "Nama,NIK,Tgl Lahir\nSITTI AMINAH,7372014508800001,05-08-1980\nANDI,,\nBUDI,,01-02-1970\n");
my $out = expect(0, qr/Hijau: siap\s+: 1.*Kuning: perlu dilihat\s+: 1.*Merah: tidak terbaca\s+: 1/s, 'a list comes in',
	"batch add usulan $good --opd 'Dinas Perikanan' --surat 1/2 --tanggal-surat 2025-04-02 $db");
my $first = number($out);
unlike($out, qr/7372014508800001/, 'no whole NIK is shown');
expect(4, qr/sudah diterima pada .* sebagai usulan\.csv dari Dinas Perikanan/, 'the same file again', "batch add usulan $good --opd Lain $db");
expect(0, qr/$first.*usulan.*Dinas Perikanan.*tersimpan/s, 'it is listed', "batch list $db");
$out = expect(0, qr/ANDI.*orangnya tidak dapat dicari/, 'the red row', "batch rows $first --warna merah $db");
unlike($out, qr/SITTI|BUDI/, 'and no other');
expect(0, qr/Baris yang cocok : 3.*Halaman\s+: 2.*Dari halaman\s+: 3.*ANDI/s, 'a page of one', "batch rows $first --banyak 1 --halaman 2 $db");
expect(2, qr/kiriman 0000-0000-0001 tidak ada/, 'one that is not there', "batch rows 0000-0000-0001 $db");

# sent back, repaired, sent again
expect(0, qr/Kuning: perlu dilihat : 1/, 'bad rows', "batch bad-rows $first --keluaran $dir/kembali $db");
my @rows = grep { ($_->[-1] // '') =~ /\w/ } xlsx_rows("$dir/kembali/perbaikan-$first.xlsx");
my ($head) = grep { $_->[-1] eq 'Keterangan' } @rows;
is_deeply($head, [ 'Nama', 'NIK', 'Tgl Lahir', 'Keterangan' ], 'its own titles, and the reason');
is(scalar(grep { $_->[0] =~ /^(?:ANDI|BUDI)$/ } @rows), 2, 'both bad rows, and only they');
expect(0, qr/Baris data\s+: 2/, 'the sheet can come back', "batch add usulan $dir/kembali/perbaikan-$first.xlsx --opd 'Dinas Perikanan' $db");

# columns that nobody knows, taught once
my $odd = file('aneh.csv', "Q1,Q2,Q3\nSITTI,7372014508800001,05-08-1980\n");
$out = expect(0, undef, 'unknown titles', "batch add usulan $odd --opd 'Dinas Perikanan' $db");
unlike($out, qr/Kolom lengkap\s+: ya/, 'are said to be unknown');
my $taught = number($out);
expect(2, qr/NOMOR=NAMA/, 'a map that is none', "batch columns $taught --peta nama $db");
expect(2, qr/"desil" tidak dikenal untuk daftar usulan/, 'a column of another kind', "batch columns $taught --peta 1=desil $db");
expect(2, qr/nomor 1 sampai 3/, 'a column too many', "batch columns $taught --peta 4=nama $db");
expect(0, qr/Kolom lengkap\s+: ya/, 'mapped by hand', "batch columns $taught --peta '1=nama, 2=nik, 3=tanggal_lahir' $db");
expect(0, qr/Hijau: siap\s+: 1.*Q1\s+nama/s, 'and looked at again', "batch show $taught $db");
my $next = file('aneh2.csv', "Q1,Q2,Q3\nBESSE,7372014508800002,05-08-1980\n");
expect(0, qr/Hijau: siap\s+: 1.*Kolom lengkap\s+: ya/s, 'remembered for this office', "batch add usulan $next --opd 'Dinas Perikanan' $db");
expect(0, qr/hijau.*SITTI/s, 'its rows by that map', "batch rows $taught $db");
my $third = number(expect(0, undef, 'a third list like it', 'batch add usulan ' . file('aneh4.csv', "Q1,Q2,Q3\nBASO,7372014508800005,05-08-1980\n") . " --opd 'Dinas Perikanan' $db"));
expect(0, undef, 'whose columns are mapped otherwise', "batch columns $third --peta '1=alamat, 2=nama' $db");
expect(0, qr/kuning.*nama kosong/s, 'the first one reads by the newest map as well', "batch rows $taught $db");
expect(0, undef, 'and back again', "batch columns $third --peta '1=nama, 2=nik' $db");
expect(0, qr/hijau.*SITTI/s, 'by that one, too', "batch rows $taught $db");
my $other = file('aneh3.csv', "Q1,Q2,Q3\nLA BESSE,7372014508800003,05-08-1980\n");
unlike(expect(0, undef, 'another office', "batch add usulan $other --opd 'Dinas Lain' $db"), qr/Kolom lengkap\s+: ya/, 'is not taught');

# withdrawn
expect(2, qr/alasan/, 'no reason', "batch withdraw $first $db");
expect(0, qr/usulan\.csv/, 'withdrawn', "batch withdraw $first --alasan 'salah berkas' $db");
expect(4, qr/sudah ditarik pada/, 'twice', "batch withdraw $first --alasan 'salah berkas' $db");
expect(4, qr/sudah ditarik pada/, 'its rows are gone', "batch rows $first $db");
expect(0, qr/Keadaan\s+: ditarik.*salah berkas/s, 'its history stays', "batch show $first $db");
expect(0, undef, 'the file may come again', "batch add usulan $good --opd 'Dinas Perikanan' $db");

# many rows, page by page
my $many = file('banyak.csv', "Nama,NIK,Tgl Lahir\n" . join '', map { $_ % 9 ? sprintf("ORANG %d,73720145088%05d,05-08-1980\n", $_, $_) : "ORANG $_,,\n" } 1 .. 700);
my $list = number(expect(0, qr/Merah: tidak terbaca\s+: 77/, 'a long list', "batch add usulan $many --opd 'Dinas Perikanan' $db"));
$out = expect(0, qr/Baris yang cocok\s*: 77/, 'its red rows', "batch rows $list --warna merah --banyak 10 --halaman 7 $db");
my @red = $out =~ /ORANG (\d+)/g;
is("@red", join(' ', map { 9 * $_ } 61 .. 70), 'the seventh page of them');
expect(0, qr/Merah: tidak terbaca\s*: 77/, 'as many as are sent back', "batch bad-rows $list --keluaran $dir/kembali2 $db");

# lent sources
my $registry = file('dukcapil.csv', "nik,nama,tanggal_lahir\n7372014508800001,SITTI AMINAH,05-08-1980\n");
expect(4, qr/belum ada izin data/, 'no agreement', "batch add dukcapil $registry --opd Disdukcapil $db");
my $permit = "permit add dukcapil --tanggal-perjanjian 2025-01-02 --pemilik Disdukcapil --tujuan pemadanan";
expect(2, qr/--sampai/, 'days the wrong way round', "$permit --kegunaan pemadanan --nomor 1/A --mulai 2030-01-01 --sampai 2029-01-01 $db");
expect(0, undef, 'an old one', "$permit --kegunaan pemadanan --nomor 1/LAMA --mulai 2020-01-01 --sampai 2020-12-31 $db");
expect(4, qr/1\/LAMA berakhir pada 31 Desember 2020/, 'is over', "batch add dukcapil $registry --opd Disdukcapil $db");
expect(0, undef, 'one that does not let it be kept', "$permit --kegunaan pemadanan --nomor 2/PAKAI --mulai 2020-01-01 --sampai 2090-12-31 $db");
expect(4, qr/sudah dicatat/, 'once', "$permit --kegunaan pemadanan --nomor 2/PAKAI --mulai 2020-01-01 --sampai 2090-12-31 $db");
$out = expect(0, qr/Baris data\s+: 1.*2\/PAKAI/s, 'counts only', "batch add dukcapil $registry --opd Disdukcapil $db");
unlike($out, qr/Isi disimpan\s+: ya/, 'not kept');
expect(2, qr/tidak disimpan/, 'no rows to be seen', 'batch rows ' . number($out) . " $db");
my $kept = $out = expect(0, undef, 'one that does', "$permit --kegunaan pemadanan,pelaporan --nomor 3/SIMPAN --simpan --mulai 2020-01-01 --sampai 2090-06-30 $db");
my $registry2 = file('dukcapil2.csv', "nik,nama,tanggal_lahir\n7372014508800001,SITTI AMINAH,05-08-1980\n7372014508800002,BESSE,05-08-1980\n");
my $stored = number(expect(0, qr/Isi disimpan\s+: ya.*3\/SIMPAN/s, 'kept', "batch add dukcapil $registry2 --opd Disdukcapil $db"));
expect(0, qr/berlaku/, 'agreements', "permit list $db");
expect(0, qr/Kiriman yang dihapus : 0/, 'nothing due', "permit purge $db");
expect(0, qr/Kiriman yang dihapus : 0/, 'nor on its last day', "permit purge --tanggal 2090-06-30 $db");
expect(0, qr/Kiriman yang dihapus : 1.*$stored/s, 'on the day after', "permit purge --tanggal 2090-07-01 $db");
expect(0, qr/Kiriman yang dihapus : 0/, 'once', "permit purge --tanggal 2090-07-01 $db");
expect(0, qr/Keadaan\s+: dihapus.*izin nomor 3\/SIMPAN berakhir pada 30 Juni 2090/s, 'with its reason', "batch show $stored $db");
expect(0, qr/Berakhir\s+: 1 Februari 2026/, 'ended early', 'permit end ' . number($kept) . " --alasan 'dicabut pemilik' --tanggal 2026-02-01 $db");
expect(4, qr/sudah diakhiri/, 'twice', 'permit end ' . number($kept) . " --alasan 'dicabut pemilik' $db");
expect(0, qr/tidak ada/, 'nothing was used yet', "permit usage $db");

expect(0, qr/utuh/, 'the database is sound', "verify $db");
is(system("grep -qa 'SITTI\\|7372014508800001' $dir/kota.db*"), 256, 'nobody stands in the file in clear');
is(system("grep -qa 'Dinas Perikanan' $dir/kota.db*"), 0, '(offices do)');
is(join('', grep { /kiriman-(\d+)-/ && !-d "/proc/$1" } glob '/tmp/lindung-kiriman-*'), '', 'no name of a file is left behind');
done_testing();
