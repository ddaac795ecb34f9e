# Bad input: each its message (file, reason, remedy) and its exit code, nothing half-written.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Temp qw(tempdir);
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $tmp = tempdir(CLEANUP => 1);
sub spew { my ($name, $text) = @_; open my $f, '>:raw', "$tmp/$name" or die "$name: $!"; print $f $text; close $f; return "$tmp/$name" }
sub lindung { my $said = `$lindung @_ 2>&1 >/dev/null`; utf8::decode($said); return ($? >> 8, $said) }

my $registry = spew('dukcapil.csv', "nik,nama,tanggal_lahir,status\n7372010101800001,AMIR HAMZAH,1980-01-01,HIDUP\n");
my $good = spew('usulan.csv', "nik,nama,tanggal_lahir\n7372010101800001,Amir Hamzah,1980-01-01\n");
my $yaml = <<'Y';
program: {nama: Uji, wilayah: "73.72", mulai: 2025-05, bulan: 8, satuan: orang, manfaat: [JKK, JKM], penghasilan: 1000000}
kriteria: {usia_min: 18}
prioritas: [usia turun]
penentu_nilai_sama: tanggal_usulan
nik_beda: konfirmasi
dana:
  - {kode: apbd, nama: APBD, jenis: apbd, pagu: 1000000}
Y
my $program = spew('program.yaml', $yaml);
my $out = "$tmp/hasil";

sub refuses {
	my ($what, $code, $says, %o) = @_;
	my $usulan = $o{usulan} // $good;
	my ($rc, $said) = lindung('run --program', $o{program} // $program, '--usulan', $usulan, $o{lists} // "--dukcapil $registry", '--keluaran', $o{out} // $out);
	is($rc, $code, "$what: exit $code") or diag $said;
	like($said, $says, "$what: says why");
	is(() = $said =~ /\n/g, 1, "$what: in one line");
	ok(!-e $out, "$what: nothing written") unless $o{out};
	ok(!glob("$tmp/hasil.*"), "$what: nothing half-written");
}

refuses('a list without a name column', 3, qr/tanpa\.csv.*nama/i, usulan => spew('tanpa.csv', "nik,pekerjaan,alamat\n7372010101800001,nelayan,Jl. A\n"));
refuses('an empty file', 3, qr/kosong\.csv/, usulan => spew('kosong.csv', ''));
refuses('a missing file', 3, qr/tidakada\.csv/, usulan => "$tmp/tidakada.csv");
refuses('a torn quote', 3, qr/robek\.csv.*baris 3/, usulan => spew('robek.csv', "nik,nama\n7372010101800001,Amir\n7372010101800002,\"Budi\n7372010101800003,Cici\n"));
refuses('an .xls', 3, qr/lama\.xls.*xlsx/i, usulan => spew('lama.xls', "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" . "\0" x 4096));
refuses('a broken workbook', 3, qr/rusak\.xlsx/, usulan => spew('rusak.xlsx', "PK\x03\x04" . 'x' x 3000));
my $corpus = '../shared/corpora/excelize-xlsx/test';
SKIP: {
	my ($encrypted) = grep { /encrypt/i } glob("$corpus/*.xlsx");
	skip 'no corpus of workbooks here', 1 unless $encrypted;
	refuses('an encrypted workbook', 3, qr/sandi/i, usulan => $encrypted);
}
SKIP: {
	# a workbook whose sheet unpacks to far more than any list
	skip 'zip is not installed', 1 unless `zip -v 2>/dev/null`;
	my $dir = "$tmp/bom";
	mkdir $dir; mkdir "$dir/xl"; mkdir "$dir/xl/worksheets"; mkdir "$dir/xl/_rels"; mkdir "$dir/_rels";
	my %part = (
		'[Content_Types].xml' => '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
		'_rels/.rels' => '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
		'xl/workbook.xml' => '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
		'xl/_rels/workbook.xml.rels' => '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>');
	for my $p (keys %part) { open my $f, '>', "$dir/$p" or die "$p: $!"; print $f $part{$p}; close $f }
	open my $f, '>', "$dir/xl/worksheets/sheet1.xml" or die;
	print $f '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
	print $f '<row r="1"><c r="A1" t="inlineStr"><is><t>nik</t></is></c><c r="B1" t="inlineStr"><is><t>nama</t></is></c></row>';
	print $f '<row r="2"><c r="A2" t="inlineStr"><is><t>', 'A' x (1 << 20), '</t></is></c></row>' for 1 .. 300;
	print $f '</sheetData></worksheet>';
	close $f;
	system("cd $dir && zip -q -9 -r ../bom.xlsx .") == 0 or die 'zip';
	refuses('a zip bomb', 3, qr/bom\.xlsx/, usulan => "$tmp/bom.xlsx");
}
SKIP: {
	skip 'sparse files of 2 GB are slow under the sanitizers', 1 if $ENV{LINDUNG_SANITIZED};
	open my $f, '>', "$tmp/nol.csv" or die; truncate $f, 2 << 30; close $f;
	refuses('2 GB of zeros', 3, qr/nol\.csv/, usulan => "$tmp/nol.csv");
	unlink "$tmp/nol.csv";
}
refuses('a misspelt key', 2, qr/baris 2.*kreteria.*kriteria/, program => spew('p1.yaml', $yaml =~ s/kriteria/kreteria/r));
refuses('a criterion without its list', 2, qr/desil.*--desil/, program => spew('p2.yaml', $yaml =~ s/usia_min: 18/desil_maks: 4/r));
refuses('cover before the PKS', 2, qr/pks/i, program => spew('p3.yaml', $yaml . "pks: {nomor: \"1\", tanggal: 2025-06-01}\n"));
refuses('a programme file that is not there', 2, qr/p9\.yaml/, program => "$tmp/p9.yaml");
refuses('no way to the registry', 2, qr/--hasil-padan/, lists => '');
mkdir "$tmp/orang"; spew('orang/catatan.txt', "milik orang\n");
refuses('a folder that is not ours', 2, qr/orang/, out => "$tmp/orang");
is(join(',', map { s{.*/}{}r } glob("$tmp/orang/*")), 'catatan.txt', 'and it is left alone');
my ($rc, $said) = lindung('run --program', $program, '--usulann', $good);
is($rc, 2, 'a misspelt option: exit 2');
like($said, qr/--usulan\b/, 'the nearest option is named');
SKIP: {
	skip 'only root can mount a full disk', 3 unless $> == 0 && -w '/dev/full';
	mkdir "$tmp/kecil";
	skip 'mounting is not allowed here', 3 unless system("mount -t tmpfs -o size=64k tmpfs $tmp/kecil 2>/dev/null") == 0;
	my ($code, $text) = lindung('run --program', $program, '--usulan', $good, "--dukcapil $registry", "--keluaran $tmp/kecil/hasil");
	my @left = glob("$tmp/kecil/*");
	system("umount $tmp/kecil");
	is($code, 5, 'a full disk: exit 5') or diag $text;
	like($text, qr/hasil.*(?:space|ruang|penuh|disk)/i, 'a full disk: says so');
	is(@left, 0, 'a full disk: nothing half-written');
}
SKIP: { # rows are stored while the papers are made: without papers they are not kept, not even those stored already
	skip 'only root can mount a full disk', 6 unless $> == 0 && -w '/dev/full';
	mkdir "$tmp/sempit";
	skip 'mounting is not allowed here', 6 unless system("mount -t tmpfs -o size=256k tmpfs $tmp/sempit 2>/dev/null") == 0;
	my $many = spew('banyak.csv', "nik,nama,tanggal_lahir\n" . join '', map { sprintf "73720101018%05d,Orang Ke-%d,1980-01-01\n", $_, $_ } 1 .. 9000);
	my @run = ('run --program', $program, '--usulan', $many, "--dukcapil $registry --db $tmp/kota.db --kunci $tmp/kunci --threads 2");
	my ($code, $text) = lindung(@run, "--keluaran $tmp/sempit/hasil");
	my @left = glob("$tmp/sempit/*");
	system("umount $tmp/sempit");
	is($code, 5, 'no room for the papers: exit 5') or diag $text;
	is(@left, 0, 'no room for the papers: nothing half-written');
	my $rows = sub {
		unlink "$tmp/isi.txt";
		system("$lindung dump --db $tmp/kota.db --kunci $tmp/kunci --keluaran $tmp/isi.txt >/dev/null") == 0 or return 'no dump';
		open my $f, '<', "$tmp/isi.txt" or return "$!";
		return scalar grep { /Orang Ke-/ } <$f>;
	};
	is($rows->(), 0, 'no room for the papers: no row is kept');
	($code, $text) = lindung(@run, "--keluaran $tmp/lapang");
	is($code, 0, 'with room the same command runs, and needs no --ulang') or diag $text;
	is($rows->(), 9000, 'and its rows are kept');
	($code, $text) = lindung("verify --db $tmp/kota.db --kunci $tmp/kunci");
	is($code, 0, 'and all is in order') or diag $text;
}
refuses('a file name that is not UTF-8', 2, qr/nama berkas bukan UTF-8/, usulan => spew("usulan_\xe9.csv", "nama\n"));
($rc) = lindung('run --program', $program, '--usulan', $good, "--dukcapil $registry", '--keluaran', $out);
is($rc, 0, 'the good list still runs');
done_testing;
