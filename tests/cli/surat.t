# The Word documents on the command line: counts equal ringkasan.json; an office's settings and templates; templates that
# LibreOffice saved, and templates that nobody should send. What needs LibreOffice is skipped where it is not installed.
use strict;
use warnings;
use utf8;
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;
binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;
delete $ENV{LINDUNG_KUNCI};

sub expect {
	my ($want, $like, $name, $args) = @_;
	my $out = `$lindung $args 2>&1`;
	is($? >> 8, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}

sub put {
	my ($file, $text) = @_;
	open my $f, '>:raw', "$dir/$file" or die "$file: $!";
	print $f $text;
	close $f;
}

# --- a run and its letters
expect(0, undef, 'a city', "sample $dir/kota --persons 8000 --proposals 250 --seed 23");
my $lists = join ' ', (map { "--usulan $_" } sort glob "$dir/kota/usulan*"), "--dukcapil $dir/kota/dukcapil.csv",
	"--desil $dir/kota/desil.csv", "--peserta $dir/kota/peserta.csv", "--tolak $dir/kota/tolak_asn.csv";
my $db = "--db $dir/kota.db --kunci $dir/kunci";
my $out = expect(0, undef, 'a run', "run --program $dir/kota/program.yaml $lists --keluaran $dir/hasil $db");
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
ok(!-e "$dir/hasil/surat", 'lindung run writes no letters');
expect(0, undef, 'the templates', "templates --keluaran $dir/templat");
expect(4, qr/sudah ada dan tidak ditimpa/, 'they are not overwritten', "templates --keluaran $dir/templat");
copy "$dir/templat/contoh_instansi.yaml", "$dir/instansi.yaml" or die;
expect(0, undef, 'its papers', "papers $run $db --keluaran $dir/cetak --instansi $dir/instansi.yaml --surat semua");
my %text = map { m{([^/]+)\.docx$}; $1 => docx_text($_) } glob "$dir/cetak/surat/*.docx";
is(scalar keys %text, 13, 'all of them');
unlike($text{$_}, qr/\{\{|\}\}/, "$_: no mark is left") for sort keys %text;

sub dotted { my $n = reverse shift; $n =~ s/(\d{3})(?=\d)/$1./g; return scalar reverse $n; }
my $sum = json_read("$dir/cetak/ringkasan.json");
my %of = %{ $sum->{putusan} };
my $annex = $sum->{lampiran}{orang};
my $fund = $sum->{dana}[0];
like($text{berita_acara_pemadanan}, qr/\nTerpilih\n.*\n$of{terpilih}\n.*Cadangan\n.*\n$of{cadangan}\n.*Perlu verifikasi\n.*\n$of{tinjau}\n.*Ditolak\n.*\n$of{ditolak}\n.*Ganda\n.*\n$of{ganda}\n/s, 'the minutes count as ringkasan.json');
like($text{keputusan}, qr/sebanyak \Q${\dotted($annex)}\E \(/, 'so does the decree');
like($text{nota_dinas}, qr/ditetapkan \Q${\dotted($annex)}\E \(.*\Q$fund->{orang}\E\n\Q${\dotted($fund->{rupiah})}\E\n\Q${\dotted($fund->{sisa})}\E\n/s, 'and the note');
like($text{rab}, qr/\nJumlah\n$fund->{orang}\n\s*\n?\Q${\dotted($fund->{rupiah})}\E\n/, 'and the budget');
is(() = $text{lampiran_keputusan} =~ /^\d{16}$/mg, $annex, 'the annex has its rows');
is(() = $text{surat_pernyataan_pekerja} =~ /SURAT PERNYATAAN PEKERJA/g, $annex, 'a page for each worker');
is(() = $text{pemberitahuan} =~ /Kenapa saya tidak masuk/g, $of{cadangan} + $of{tinjau} + $of{ditolak}, 'a letter to each who is not in');
unlike($text{$_}, qr/\b\d{16}\b/, "$_: no whole NIK") for grep { !/^(lampiran_keputusan|surat_pernyataan_pekerja)$/ } sort keys %text;
like($text{nota_dinas}, qr{500\.15/\.{8}/Disnaker/V/2025}, 'the number by the office\'s pattern');

# --- settings and templates that are not right
put('salah.yaml', "instansi:\n  nama: X\n  kotaa: Y\n");
expect(2, qr/salah\.yaml baris 3: kunci 'kotaa' tidak dikenal; maksud Anda 'kota'\?/, 'an unknown key', "papers $run $db --keluaran $dir/x --instansi $dir/salah.yaml");
put('lambang.yaml', "lambang: kunci\n");
expect(2, qr/lambang .*kunci bukan gambar PNG/, 'a crest that is none', "papers $run $db --keluaran $dir/x --instansi $dir/lambang.yaml");
expect(2, qr/maksud Anda 'nota_dinas'\?/, 'an unknown letter', "papers $run $db --keluaran $dir/x --surat nota_dina");
put('own.yaml', "templat: templat\n");

sub part { my ($file, $name) = @_; return scalar `unzip -p '$file' '$name' 2>/dev/null`; }

# Puts another text in the place of a part of a template.
sub change {
	my ($file, $name, $how) = @_;
	local $_ = part($file, $name);
	$how->();
	mkdir "$dir/bagian";
	my ($folder) = $name =~ m{^(.*)/};
	system('mkdir', '-p', "$dir/bagian/" . ($folder // '')) == 0 or die;
	put("bagian/$name", $_);
	system("cd '$dir/bagian' && zip -q '$file' '$name'") == 0 or die;
}
my $note = "$dir/templat/nota_dinas.docx";
for my $case (
	['an unknown field', 'word/document.xml', sub { s/\{\{kepada\}\}/{{kepda}}/ }, qr/nota_dinas\.docx: bagian word\/document\.xml: \{\{kepda\}\} tidak dikenal; maksudnya \{\{kepada\}\}\?/],
	['a field that is missing', 'word/document.xml', sub { s/\{\{total\}\}//g }, qr/tidak memuat \{\{total\}\}/],
	['torn XML', 'word/document.xml', sub { s{</w:body>}{} }, qr/bagian word\/document\.xml rusak/],
	['an entity bomb', 'word/styles.xml', sub { s/^.*?\?>/<!DOCTYPE x [<!ENTITY a "aaaa">]>/s }, qr/DOCTYPE/],
	['a macro', 'word/vbaProject.bin', sub { $_ = 'x' }, qr/makro/],
	['a picture from elsewhere', 'word/_rels/document.xml.rels', sub { s{</Relationships>}{<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://contoh.id/x.png" TargetMode="External"/></Relationships>} }, qr/dari luar \(image\)/],
	['a path that climbs', '../naik.xml', sub { $_ = '<a/>' }, qr/tidak wajar/],
) {
	my ($name, $part, $how, $says) = @$case;
	copy $note, "$dir/utuh.docx" or die;
	if ($part =~ /^\.\./) {
		put('naik.xml', '<a/>');
		mkdir "$dir/turun";
		system("cd '$dir/turun' && zip -q '$note' ../naik.xml") == 0 or die;
	} else {
		change($note, $part, $how);
	}
	expect(2, $says, $name, "papers $run $db --keluaran $dir/x --instansi $dir/own.yaml");
	ok(!-e "$dir/x", "$name: nothing is written");
	copy "$dir/utuh.docx", $note or die;
}

# --- LibreOffice
my ($office) = grep { -e } map { "$_/soffice" } split /:/, $ENV{PATH};
my $writer = $office && (glob '/usr/lib/libreoffice/program/libswlo.so /opt/libreoffice*/program/libswlo.so')[0];
SKIP: {
	skip 'LibreOffice Writer is not installed', 12 unless $writer && -e $writer;
	skip 'once is enough', 12 if $ENV{LINDUNG_SANITIZED};
	my $convert = sub {
		my ($to, $into, @files) = @_;
		my $said = `'$office' -env:UserInstallation=file://$dir/lo --headless --convert-to $to --outdir '$into' @files 2>&1`;
		diag $said if $said =~ /Error/;
	};
	# a logo, another font, two columns changed places, then saved by LibreOffice
	my $png = "\x89PNG\r\n\x1a\n" . pack('N', 13) . 'IHDR' . pack('NNCCCCC', 1, 1, 8, 0, 0, 0, 0) . pack('N', 0x3a7e9b55)
		. pack('N', 10) . 'IDAT' . "\x78\x9c\x63\x00\x00\x00\x02\x00\x01" . "\x48" . pack('N', 0) . pack('N', 0) . "IEND\xae\x42\x60\x82";
	put('lambang.png', $png);
	put('logo.yaml', "lambang: lambang.png\n");
	expect(0, undef, 'templates with a logo', "templates --keluaran $dir/mentah --instansi $dir/logo.yaml");
	change("$dir/mentah/lampiran_keputusan.docx", 'word/document.xml', sub {
		s{(<w:tc>(?:(?!</w:tc>).)*)>NIK<((?:(?!</w:tc>).)*</w:tc><w:tc>(?:(?!</w:tc>).)*)>Nama<}{$1>Nama<$2>NIK<}s or die;
		s/\{\{nik\}\}(.*?)\{\{nama\}\}/{{nama}}$1\{\{nik}}/s or die;
	});
	change("$dir/mentah/lampiran_keputusan.docx", 'word/styles.xml', sub { s/Bookman Old Style/Georgia/g or die });
	$convert->('docx', "$dir/simpan", glob "$dir/mentah/*.docx");
	is(scalar(() = glob "$dir/simpan/*.docx"), 13, 'LibreOffice saved them all');
	put('simpan.yaml', "templat: simpan\n");
	expect(0, undef, 'they still fill', "papers $run $db --keluaran $dir/ulang --instansi $dir/simpan.yaml --surat semua");
	my $annex_text = docx_text("$dir/ulang/surat/lampiran_keputusan.docx");
	is(() = $annex_text =~ /^\d+\n[^\n]*[A-Z][^\n]*\n\d{16}\nL?P?\n/mg, $annex, 'the columns stand as the office put them');
	like(part("$dir/ulang/surat/lampiran_keputusan.docx", 'word/styles.xml'), qr/Georgia/, 'its font');
	my $names = `unzip -l '$dir/ulang/surat/nota_dinas.docx'`;
	like($names, qr{word/media/\S+\.png}, 'its logo');
	my $differ = grep { docx_text("$dir/ulang/surat/$_.docx") =~ /\{\{/ } keys %text;
	is($differ, 0, 'no mark is left');
	# everything opens and becomes pages
	$convert->('pdf', "$dir/pdf", glob "$dir/cetak/surat/*.docx");
	is(scalar(() = glob "$dir/pdf/*.pdf"), 13, 'every letter opens in LibreOffice');
	my $pdf = pdf_text("$dir/pdf/lampiran_keputusan.pdf");
	my $pages = () = $pdf =~ /\f/g;
	is_deeply([ $pdf =~ /Halaman (\d+) dari $pages\b/g ], [ 1 .. $pages ], 'page x of y');
	my @table = grep { /^\s*\d+\s+\d{16}\s/m } split /\f/, $pdf;
	is(scalar(grep { /\bAlamat \(RT\/RW/ } @table), scalar @table, 'headings on each page of the table');
	is(() = $pdf =~ /^\s*\d+\s+\d{16}\s/mg, $annex, 'and every row');
	$convert->('pdf', "$dir/pdfx", glob "$dir/cetak/*.xlsx");
	is(scalar(() = glob "$dir/pdfx/*.pdf"), scalar(() = glob "$dir/cetak/*.xlsx"), 'so does every workbook');
}
done_testing();
