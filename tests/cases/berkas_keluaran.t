# The papers of a made-up run, read back: counts agree everywhere, NIK is text, nothing computes, pages are numbered.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;

my $bench = ($ENV{LINDUNG_BUILD} // 'build/meson') . '/tests/bench/bench_papers';
plan skip_all => "$bench is not built" unless -x $bench;
my $dir = tempdir(CLEANUP => 1) . '/hasil';
my $rows = 8100;
like(`$bench $dir $rows 2`, qr/^papers: $rows rows/, 'the papers are written');

my $sum = json_read("$dir/ringkasan.json");
is($sum->{skema}, 'lindung.ringkasan/1', 'the summary names its schema');
is_deeply([ sort keys %{ $sum->{putusan} } ], [qw(cadangan ditolak ganda terpilih tinjau)], 'exactly the five words');
my $all = 0;
$all += $_ for values %{ $sum->{putusan} };
is($all, $rows, 'the verdicts add up');

my @csv = csv_objects("$dir/keputusan.csv");
is(scalar @csv, $rows, 'keputusan.csv has a row for each proposal');
is(join(',', @{ (csv_rows("$dir/keputusan.csv"))[0] }),
	'berkas,baris,nik_usulan,nama_usulan,padan,nik,nama,kecocokan,bobot,putusan,syarat,alasan,ganda_dengan,peringkat,dana,iuran_bulanan,bulan,total,rincian_iuran',
	'its columns are the contract\'s');
my (%by, %padan, %reason, %money);
for (@csv) {
	$by{ $_->{putusan} }++;
	$padan{ $_->{padan} }++;
	$reason{$_}++ for split /;/, $_->{alasan};
	$money{ $_->{dana} }[0]++, $money{ $_->{dana} }[1] += $_->{total} if $_->{dana};
}
is_deeply(\%by, { map { $_ => $sum->{putusan}{$_} } grep { $sum->{putusan}{$_} } keys %{ $sum->{putusan} } }, 'verdicts agree with the summary');
is($padan{$_} // 0, $sum->{padan}{$_}, "padan $_") for keys %{ $sum->{padan} };
is($reason{$_} // 0, $sum->{alasan}{$_}, "alasan $_") for grep { $sum->{alasan}{$_} } sort keys %{ $sum->{alasan} };
is_deeply([ map { [ @$_{qw(orang rupiah)} ] } @{ $sum->{dana} } ], [ map { $money{ $_->{kode} } // [ 0, 0 ] } @{ $sum->{dana} } ], 'funds agree');
ok($_->{pagu} == $_->{rupiah} + $_->{sisa}, "$_->{kode}: ceiling = spent + left") for @{ $sum->{dana} };
is_deeply([ grep { /^[=+\@\t\r]|^-./ } map { values %$_ } @csv ], [ grep { /^-\d/ } map { $_->{bobot} } @csv ], 'no cell of the CSV computes');
is_deeply([ map { $_->{jenis} } csv_objects("$dir/dilewati.csv") ], [qw(judul kosong catatan)], 'skipped rows are listed');

# workbooks
my %list = (
	'tinjau.xlsx'   => [ 1, sub { $_[0]{putusan} eq 'tinjau' } ],
	'ditolak.xlsx'  => [ 1, sub { $_[0]{putusan} eq 'ditolak' } ],
	'cadangan.xlsx' => [ 1, sub { $_[0]{putusan} eq 'cadangan' } ],
	'perbaikan_nik.xlsx' => [ 1, sub { $_[0]{syarat} } ],
);
for my $name (sort keys %list) {
	my ($header, $wanted) = @{ $list{$name} };
	my @rows = xlsx_objects("$dir/$name", $header);
	is(scalar @rows, scalar(grep { $wanted->($_) } @csv), "$name: as many rows as keputusan.csv says");
	is(scalar(grep { length($_->{Keterangan}) < 20 } @rows), 0, "$name: each row is explained");
}
is(scalar(xlsx_objects("$dir/ditolak.xlsx", 1, 2)), $sum->{putusan}{ganda}, 'duplicates have a sheet of their own');
is(scalar(xlsx_objects("$dir/perbaikan_nik.xlsx", 1, 2)), 0, 'no NIK differs without being asked for');
my @annex = grep { ($_->[1] // '') =~ /^\d{16}$/ } xlsx_rows("$dir/rancangan_sk_lampiran.xlsx");
my @chosen = grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } @csv;
is(scalar @annex, scalar @chosen, 'the annex has the chosen, without those who wait');
is(scalar @annex, $sum->{lampiran}{orang}, 'and the summary says so');
is_deeply([ sort map { $_->[1] } @annex ], [ sort map { $_->{nik} } @chosen ], 'the same people');
my ($total) = map { $_->[10] } grep { ($_->[2] // '') eq 'JUMLAH' } xlsx_rows("$dir/rancangan_sk_lampiran.xlsx");
is($total, $sum->{lampiran}{rupiah}, 'the same rupiah');

my @ranking = xlsx_objects("$dir/pemeringkatan.xlsx");
is_deeply([ map { $_->{peringkat} } @ranking ], [ 1 .. @ranking ], 'the ranking is without gaps');
is(scalar @ranking, $sum->{putusan}{terpilih} + $sum->{putusan}{cadangan}, 'everyone eligible is in it');
is(scalar(grep { $_->{Hasil} eq 'cadangan' && !$_->{terhalang_oleh} } @ranking), 0, 'each shut-out person has a ceiling or fund');

is_deeply([ map { [ @$_[ 0 .. 4 ] ] } xlsx_rows("$dir/perbandingan_sk.xlsx", 2) ],
	[ [qw(perubahan orang rupiah_lama rupiah_baru selisih)], [ 'Tetap', 1, 201600, 134400, -67200 ], [ 'Keluar', 1, 201600, 0, -201600 ],
		[ 'Masuk', 1, 0, 134400, 134400 ], [ 'Jumlah', 3, 403200, 268800, -134400 ] ], 'the comparison adds up');

my %back = map { $_->{id_baris} => $_ } map { xlsx_objects("$dir/kembali/$_") } 'usulan_dinas tenaga kerja.csv.xlsx', 'usulan_kelurahan.xlsx.xlsx';
is(scalar keys %back, $rows, 'every office gets all its rows back');
my ($titles) = xlsx_rows("$dir/kembali/usulan_kelurahan.xlsx.xlsx");
is_deeply($titles, [ 'NIK', 'Nama Lengkap', 'Tgl Lahir', 'L/P', 'Alamat', 'RT', 'RW', 'Kelurahan', 'Pekerjaan', 'Hasil', 'Keterangan', 'Yang harus dilengkapi', 'id_baris' ],
	'own columns, own order, then ours');
like((grep { $_->{'Nama Lengkap'} =~ /cmd\|/ } values %back)[0]{'Nama Lengkap'}, qr/^'=/, 'a hostile name is disarmed');
ok((grep { $_->{'Nama Lengkap'} eq '_x0041_ bel�' } values %back), 'an escape of the workbook format stays text');

for my $name (glob("'$dir'/*.xlsx"), glob("'$dir'/kembali/*.xlsx")) {
	my $sheet = xlsx_part($name, 'xl/worksheets/sheet1.xml');
	my ($short) = $name =~ m{([^/]+)$};
	like($sheet, qr/<pane [^>]*ySplit="\d+"[^>]*state="frozen"/, "$short: frozen header");
	like($sheet, qr/Halaman &amp;P dari &amp;N/, "$short: page x of y");
	like($sheet, qr/paperSize="14"[^>]*orientation="landscape"/, "$short: F4 landscape");
	like($sheet, qr/<autoFilter ref="A\d+:[A-Z]+\d+"/, "$short: filter");
	unlike($sheet, qr{<v>\d{15,}</v>}, "$short: no NIK as a number");
	is(system("unzip -tqq '$name' >/dev/null 2>&1"), 0, "$short: a sound container");
}
my $review = xlsx_part("$dir/tinjau.xlsx", 'xl/worksheets/sheet1.xml');
is(() = $review =~ /<dataValidation type="list"/g, $sum->{putusan}{tinjau}, 'tinjau.xlsx: a drop-down list in each row');
like($review, qr/<formula1>"\d{16}(?:,\d{16})*,TOLAK"<\/formula1>/, 'with the candidates and TOLAK');

SKIP: {
	skip 'pdftotext is not installed', 10 unless -x '/usr/bin/pdftotext';
	my $minutes = pdf_text("$dir/berita_acara.pdf");
	my $flat = $minutes =~ s/\s+/ /gr;
	sub dots { my $n = reverse $_[0]; $n =~ s/(\d{3})(?=\d)/$1./g; return scalar reverse $n }
	like($minutes, qr/^\s*\Q$_\E .* \Q@{[ dots($sum->{putusan}{$_}) ]}\E$/m, "minutes: $_") for sort keys %{ $sum->{putusan} };
	like($flat, qr/Pada hari ini Kamis tanggal satu bulan Mei tahun dua ribu dua puluh lima \(01-05-2025\)/, 'minutes: the day in words');
	like($flat, qr/rangkap 4 \(empat\)/, 'minutes: four copies');
	like($flat, qr/paling sedikit 0,9000/, 'minutes: the threshold');
	like($flat, qr/lanjutan, lalu desil \(terkecil lebih dahulu\), lalu usia \(terbesar lebih dahulu\)/, 'minutes: the priority');
	like($flat, qr/PIHAK KETIGA/, 'minutes: the parties');
	my $annex = pdf_text("$dir/rancangan_sk_lampiran.pdf");
	my $pages = () = $annex =~ /\f/g;
	my @numbers = $annex =~ /Halaman (\d+) dari $pages\b/g;
	is_deeply(\@numbers, [ 1 .. $pages ], 'annex: page x of y on each page');
	my %in = map { $_ => 1 } $annex =~ /\b(\d{16})\b/g;
	is_deeply([ sort keys %in ], [ sort map { $_->{nik} } @chosen ], 'annex as PDF: the same people, searchable');
	ok($annex =~ /TERBATAS.*RANCANGAN/, 'annex: marked');
	ok($annex =~ /محمد|دمحم/, 'annex: letters beyond Latin can be searched too');
}
done_testing();
