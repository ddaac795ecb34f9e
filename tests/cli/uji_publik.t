# The public test: lists per ward without NIK, answers that come back and are applied with their reason, nothing lost,
# nothing asked twice.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;
delete $ENV{LINDUNG_KUNCI};
my $db = "--db $dir/kota.db --kunci $dir/kunci";

sub expect {
	my ($want, $like, $name, @args) = @_;
	my $out = `$lindung @args 2>&1`;
	is($? >> 8, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}

expect(0, undef, 'a city', "sample $dir/kota --persons 20000 --proposals 900 --seed 7");
my $usulan = join ' ', map { "--usulan $_" } sort glob "$dir/kota/usulan*";
my $base = "run --program $dir/kota/program.yaml $usulan --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv"
	. " --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv";

sub run_into {
	my ($to, $more) = @_;
	my $out = expect(0, undef, "run into $to", "$base --keluaran $dir/$to $db $more");
	my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
	my %row = map { $_->{baris} =~ /^\d+$/ ? ("$_->{berkas}:$_->{baris}" => $_) : () } csv_objects("$dir/$to/keputusan.csv");
	return ($run, \%row);
}

# --- opened
my ($run, $first) = run_into('satu', '');
my $open = "public-test open $run $db --mulai 2025-05-05 --sampai 2025-05-09";
expect(2, qr/--sampai/, 'days the wrong way round', "public-test open $run $db --mulai 2025-05-09 --sampai 2025-05-05 --keluaran $dir/uji");
my $out = expect(0, qr/Diumumkan/, 'opened', "$open --keluaran $dir/uji");
expect(0, undef, 'once more on the same days', "$open --keluaran $dir/uji");
expect(4, qr/sudah dibuka dari 5 Mei 2025/, 'on other days', "public-test open $run $db --mulai 2025-06-05 --sampai 2025-06-09 --keluaran $dir/uji2");
ok(!-e "$dir/uji2", 'which writes nothing');
expect(2, qr/bukan buatan/, 'a folder that is not ours', "$open --keluaran $dir/kota");
expect(0, qr/utuh/, 'the database is sound', "verify $db");

my $sum = json_read("$dir/satu/ringkasan.json");
my @recap = xlsx_objects("$dir/uji/rekap.xlsx");
my $all = pop @recap;
my @dead = grep { $_->{putusan} eq 'tinjau' && $_->{alasan} =~ /meninggal/ } values %$first;
is($all->{diumumkan}, $sum->{putusan}{terpilih}, 'as many are posted as the summary has chosen');
my @doubles = grep { $_->{putusan} eq 'ganda' && $_->{syarat} } values %$first;
is($all->{konfirmasi_nik} + @doubles, $sum->{syarat}{konfirmasi_nik}, 'as many NIKs are asked about as the summary says, doubles once');
is($all->{pastikan_hidup}, scalar @dead, 'and deaths');
is(eval { my $n = 0; $n += $_->{diumumkan} for @recap; $n }, $all->{diumumkan}, 'the wards add up');

my (%posted, @sheets);
for my $w (@recap) {
	my $name = $w->{berkas};
	like($name, qr/^73\.72\.\d\d\.\d{4}-[a-z-]+$/, "$name: code and name");
	my @rows = xlsx_rows("$dir/uji/jawaban/$name.xlsx");
	my ($head) = grep { ($rows[$_][0] // '') eq 'No' } 0 .. $#rows;
	my @objects = map { my %o; @o{ @{ $rows[$head] } } = map { $_ // '' } @$_; $o{berkas} = $name; \%o } @rows[ $head + 1 .. $#rows ];
	push @sheets, @objects;
	is(scalar(grep { $_->{Hasil} eq 'terpilih' } @objects), $w->{diumumkan}, "$name: the sheet has those posted");
	next unless $w->{diumumkan};
	my $text = pdf_text("$dir/uji/daftar/$name.pdf");
	unlike($text, qr/\d{16}|\d{4}\*{8}/, "$name: no NIK is posted");
	like($text, qr/5 Mei 2025 sampai dengan 9 Mei 2025/, "$name: the days");
	my @names = $text =~ /^\s*(\d+)\s+(\S.*?)\s+[\d-]{1,3}\/[\d-]{1,3}\s*$/gm;
	is(@names / 2, $w->{diumumkan}, "$name: as many names");
	$posted{ $names[ 2 * $_ + 1 ] }++ for 0 .. @names / 2 - 1;
}
is(join('', grep { /\d{16}/ } map { values %$_ } @sheets), '', 'no whole NIK leaves in the sheets');

# --- answered
my %at = map { $_->{id_baris} => $_ } @sheets;
my @chosen = grep { $_->{Hasil} eq 'terpilih' && $_->{yang_diminta} !~ /KONFIRMASI/ } @sheets;
my @nik    = grep { $_->{Hasil} eq 'terpilih' && $_->{yang_diminta} =~ /KONFIRMASI NIK/ } @sheets;
my @gone   = grep { $_->{yang_diminta} =~ /PASTIKAN/ } @sheets;
cmp_ok(scalar @$_, '>=', 30, 'enough of them') for \@chosen, \@nik;
cmp_ok(scalar @gone, '>=', 3, 'and of the dead') or BAIL_OUT('the sample has changed');
my @by = (dikonfirmasi_oleh => 'Rahmat Hidayat', tanggal_konfirmasi => '2025-05-07');
my (@answers, %want);

sub answer {
	my ($row, $verdict, $reason, $applied, %a) = @_;
	push @answers, { %$row, %a };
	$want{ $row->{id_baris} } = [ $verdict, $reason ] if $verdict;
	$want{applied}{ $row->{id_baris} } += $applied;
	$want{n}[$applied]++;
}
# twelve objections
answer($chosen[$_], qr/^ditolak$/, qr/ditolak_petugas/, 1, sanggahan => "sudah punya toko ke-$_", putusan_sanggahan => 'DITERIMA') for 0 .. 6;
answer($chosen[$_], qr/^(?:terpilih|cadangan)$/, qr/^(?!.*ditolak)/, 1, sanggahan => 'dikira pegawai', putusan_sanggahan => 'ditolak') for 7 .. 9;
answer($chosen[10], qr/^terpilih$/, qr/^(?!.*ditolak)/, 0, sanggahan => 'belum diputus');
answer($chosen[11], qr/^terpilih$/, qr/^(?!.*ditolak)/, 0, putusan_sanggahan => 'DITERIMA');
# the ward's verification
answer($chosen[12], qr/^terpilih$/, qr/^(?!.*ditolak)/, 1, hasil_verval => 'SESUAI');
answer($chosen[13], qr/^ditolak$/, qr/ditolak_petugas/, 1, hasil_verval => 'Tidak sesuai', catatan_kelurahan => 'pindah ke Barru');
answer($chosen[14], qr/^terpilih$/, qr/^(?!.*ditolak)/, 0, hasil_verval => 'TIDAK SESUAI');
# thirty repairs of a NIK
my $true = sub { $first->{ $_[0]{id_baris} }{nik} };
answer($nik[$_], qr/^terpilih$/, qr/^(?!.*ditolak)/, 1, nik_dikonfirmasi => $true->($nik[$_]), 'bukti (KTP/KK)' => $_ % 2 ? 'KTP' : 'KK', @by) for 0 .. 26;
answer($nik[27], qr/^tinjau$/, qr/identitas_meragukan/, 1, nik_dikonfirmasi => '7372010101900001', 'bukti (KTP/KK)' => 'KTP', @by);
answer($nik[28], qr/^terpilih$/, qr/^(?!.*ditolak)/, 0, nik_dikonfirmasi => $true->($nik[28]), @by);
answer($nik[29], qr/^terpilih$/, qr/^(?!.*ditolak)/, 0, nik_dikonfirmasi => '737201', 'bukti (KTP/KK)' => 'KTP', @by);
# deaths
answer($gone[0], qr/^ditolak$/, qr/meninggal/, 1, status_hidup => 'MENINGGAL', @by);
answer($gone[1], qr/^tinjau$/, qr/meninggal/, 1, status_hidup => 'HIDUP', @by);
answer($gone[2], qr/^tinjau$/, qr/meninggal/, 0, status_hidup => 'MENINGGAL');
# what cannot be meant
answer({ %{ $chosen[20] }, id_baris => 'daftar lain.csv:7' }, undef, undef, 0, hasil_verval => 'SESUAI');
answer({ %{ $chosen[21] }, rancangan => '0000-0000-0001' }, qr/^terpilih$/, qr/^/, 0, hasil_verval => 'TIDAK SESUAI', catatan_kelurahan => 'x');
answer({ %{ $chosen[22] }, nama => 'ORANG LAIN SAMA SEKALI' }, qr/^terpilih$/, qr/^/, 0, hasil_verval => 'TIDAK SESUAI', catatan_kelurahan => 'x');
answer($chosen[23], qr/^terpilih$/, qr/^/, 0, hasil_verval => 'SESUAI');
answer($chosen[23], qr/^terpilih$/, qr/^/, 0, hasil_verval => 'TIDAK SESUAI', catatan_kelurahan => 'berlawanan');
answer($chosen[24], qr/^terpilih$/, qr/^/, 0, status_hidup => 'mungkin', @by);

my @columns = ('No', 'nama', 'rt', 'rw', 'Hasil', 'yang_diminta', 'nik_usulan (disamarkan)', 'hasil_verval', 'catatan_kelurahan', 'sanggahan', 'putusan_sanggahan',
	'status_hidup', 'nik_dikonfirmasi', 'bukti (KTP/KK)', 'dikonfirmasi_oleh', 'tanggal_konfirmasi', 'id_baris', 'rancangan');
my %sheet;
push @{ $sheet{ $_->{berkas} } }, $_ for @answers;
my @files;
for my $name (sort keys %sheet) {
	push @files, "$dir/$name.csv";
	open my $csv, '>', $files[-1] or die;
	print $csv "LEMBAR JAWABAN\n", join(',', @columns), "\n";
	print $csv join(',', map { my $c = $_ // ''; $c =~ s/"/""/g; qq("$c") } @$_{@columns}), "\n" for @{ $sheet{$name} };
	close $csv;
}
if (-x '/usr/bin/soffice') { # as offices send them
	my $first_sheet = shift @files;
	`cd $dir && soffice -env:UserInstallation=file://$dir/soffice --headless --infilter=CSV:44,34,76,1,,0,true --convert-to xlsx --outdir $dir/xlsx '$first_sheet' 2>&1`;
	my ($book) = glob "$dir/xlsx/*.xlsx";
	push @files, $book // $first_sheet;
	ok($book, 'one sheet as LibreOffice saves it');
}
my $sheets = join ' ', map { "--tinjauan '$_'" } @files;

# --- applied
my ($second, $row) = run_into('dua', "$sheets --ulang 'hasil uji publik'");
for my $id (sort grep { ref $want{$_} eq 'ARRAY' && $at{$_} } keys %want) {
	like($row->{$id}{putusan}, $want{$id}[0], "$id: verdict");
	like($row->{$id}{alasan}, $want{$id}[1], "$id: reason");
}
is($row->{ $nik[$_]{id_baris} }{syarat}, '', "NIK $_ is released") for 0 .. 26;
is($row->{ $nik[$_]{id_baris} }{syarat}, 'konfirmasi_nik', "NIK $_ is not") for 28, 29;
is(scalar keys %$row, scalar keys %$first, 'every row is there');
$sum = json_read("$dir/dua/ringkasan.json");
is_deeply($sum->{jawaban}, { diterapkan => $want{n}[1], tidak_diterapkan => $want{n}[0] }, 'the summary counts the answers');
is(scalar(grep { $_->{jenis} eq 'tinjauan' && $_->{sha256} =~ /^[0-9a-f]{64}$/ } @{ $sum->{masukan} }), scalar @files, 'and has their SHA-256');
my @left = xlsx_objects("$dir/dua/jawaban.xlsx", 1, 1);
my @done = xlsx_objects("$dir/dua/jawaban.xlsx", 1, 2);
is(scalar @left, $want{n}[0], 'what was not applied is listed');
is(scalar @done, $want{n}[1], 'and what was');
is(scalar(grep { length($_->{Keterangan}) < 15 } @left, @done), 0, 'each with its reason');
like(join("\n", map { $_->{Keterangan} } @left), $_, "a reason: $_")
	for qr/belum diputus/, qr/kolom sanggahan kosong/, qr/catatan_kelurahan kosong/, qr/bukti kosong/, qr/bukan 16 angka/, qr/dikonfirmasi_oleh kosong/,
	qr/tidak ada usulan dengan id_baris/, qr/rancangan lain/, qr/bukan nama usulan/, qr/bertentangan dengan .* baris \d+/, qr/HIDUP atau MENINGGAL/;
my %refused = map { $_->{id_baris} => $_ } xlsx_objects("$dir/dua/ditolak.xlsx");
like($refused{ $chosen[0]{id_baris} }{Keterangan}, qr/Sanggahan uji publik diterima: sudah punya toko ke-0\./, 'an upheld objection tells why');
my %back = map { $_->{id_baris} => $_ } map { xlsx_objects($_) } glob "'$dir/dua/kembali/'*.xlsx";
like($back{ $chosen[7]{id_baris} }{Keterangan}, qr/Sanggahan uji publik ditolak: dikira pegawai\./, 'one that was not leaves a note');
like($back{ $nik[0]{id_baris} }{Keterangan}, qr/NIK dikonfirmasi dari KK oleh Rahmat Hidayat, 07-05-2025\./, 'who saw which card, and when');
like($back{ $gone[1]{id_baris} }{Keterangan}, qr/menyatakan masih hidup/, 'a denied death says so');
my ($list) = grep { /$run/ } split /\n/, expect(0, undef, 'the drafts', "decree list $db");
like($list, qr/diganti/, 'the draft before is replaced');

# --- nothing decided is asked again
my ($third, $carried) = run_into('tiga', "--ulang 'daftar dilengkapi'");
is_deeply($carried, $row, 'the answers hold in the next draft');
my $lists = join ' ', map { "--usulan '$_'" } sort glob "'$dir/dua/kembali/'*.xlsx";
(my $again = $base) =~ s/--usulan \S+ ?//g;
expect(0, undef, 'the lists come back', "$again $lists --keluaran $dir/empat $db");
my %fourth = map { $_->{id_baris} => $_ } map { xlsx_objects($_) } glob "'$dir/empat/kembali/'*.xlsx";
is_deeply({ map { $_ => $fourth{$_}{Hasil} } keys %fourth }, { map { $_ => $row->{$_}{putusan} } keys %$row }, 'each row with what was decided about it');
expect(0, undef, 'the papers again', "papers $second $db --keluaran $dir/lima");
is(`cmp $dir/dua/jawaban.xlsx $dir/lima/jawaban.xlsx && cmp $dir/dua/ditolak.xlsx $dir/lima/ditolak.xlsx 2>&1`, '', 'byte by byte');
expect(4, qr/sudah diganti/, 'no public test of a draft that was replaced', "$open --keluaran $dir/uji");
expect(0, qr/utuh/, 'sound at the end', "verify $db");
done_testing();
