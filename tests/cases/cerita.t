# The whole story on the sample city: proposals, request to Dukcapil and its reply, a run, its papers, the public test with
# twelve objections and thirty repairs, the chain, the decree, the list to BPJS, its reply with refusals, the second
# stage. The counts in every paper are those of ringkasan.json, read back from DOCX, XLSX and PDF.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Temp qw(tempdir);
use JSON::PP ();
use Test::More;
use lib 'tests/tools';
use Baca;
use Rantai;

plan skip_all => 'the same steps run one by one in their own tests' if $ENV{LINDUNG_SANITIZED};
my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = "$dir/rumah";
delete $ENV{LINDUNG_KUNCI};
my $db = "--db $dir/kota.db --kunci $dir/kunci";
my $city = "$dir/kota";
my ($persons, $proposals) = ($ENV{SIZE} // '') eq 'night' ? (163314, 2500) : (20000, 900);

sub expect {
	my ($want, $like, $name, @args) = @_;
	my $out = `$lindung @args 2>&1`;
	utf8::decode($out);
	is($? >> 8, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}
sub name_of { return $_[0] =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/ ? $1 : '' }
sub spew { my ($path, $text) = @_; open my $f, '>', $path or die "$path: $!"; print $f $text; close $f; return $path }
sub slurp { my ($path) = @_; open my $f, '<', $path or die "$path: $!"; local $/; return scalar <$f> }
sub cells { return join(',', map { my $c = $_ // ''; $c =~ s/"/""/g; qq("$c") } @_) . "\n" }
sub dotted { my $n = reverse shift; $n =~ s/(\d{3})(?=\d)/$1./g; return scalar reverse $n }

# --- 1. proposals, and who may do what ------------------------------------------------------------------------------
expect(0, undef, 'the city', "sample $city --persons $persons --proposals $proposals --seed 7");
my @usulan = map { "$city/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx);
my $usulan = join ' ', map { "--usulan $_" } @usulan;
my $yaml = slurp("$city/program.yaml");
$yaml =~ s/pagu: \d+/pagu: 36000000/ or die;    # fewer seats than eligible people
spew("$dir/program.yaml", $yaml);
expect(0, undef, 'the database with its first admin', "init $db --admin kelola --pin-baru " . pin_file($dir));
expect(0, undef, "user $_->[0]", "user add $_->[0] --role $_->[1] $db --pin-baru $dir/pin", as_user('kelola', $dir)) for grep { $_->[0] ne 'kelola' } staff_roles();
my %as = map { $_->[0] => as_user($_->[0], $dir) } staff_roles();

# --- 2. request to Dukcapil, its reply -------------------------------------------------------------------------------
expect(0, undef, 'the request', "ask-dukcapil --program $dir/program.yaml $usulan --keluaran $dir/minta");
my @asked = xlsx_objects("$dir/minta/permintaan_padan.xlsx");
my %reply = map { $_->{id_baris} => $_ } xlsx_objects("$city/hasil_padan.xlsx");
is(scalar(grep { !$reply{ $_->{id_baris} } } @asked), 0, 'the registry can answer every row that is asked');
my @answer_columns = grep { /^hasil_|^keterangan$/ } keys %{ $asked[0] };
{
	open my $f, '>', "$dir/jawaban_dukcapil.csv" or die;
	print $f cells('id_baris', 'nik', 'nama', @answer_columns);
	for my $row (@asked) {
		print $f cells(@{$row}{qw(id_baris nik nama)}, @{ $reply{ $row->{id_baris} } }{@answer_columns});
	}
	close $f;
}

# --- 3. the run: verdicts where the office has no extract, the extract where it has ----------------------------------
my $others = "--desil $city/desil.csv --peserta $city/peserta.csv --tolak $city/tolak_asn.csv";
my $lists = "$usulan --hasil-padan $dir/jawaban_dukcapil.csv --dukcapil $city/dukcapil.csv $others";
my $run = name_of(expect(0, undef, 'the run', "run --program $dir/program.yaml $lists --keluaran $dir/satu $db $as{operator}"));
my %first = map { ("$_->{berkas}:$_->{baris}" => $_) } csv_objects("$dir/satu/keputusan.csv");
expect(0, undef, 'verdicts alone are enough for a run', "run --program $dir/program.yaml $usulan --hasil-padan $dir/jawaban_dukcapil.csv $others --keluaran $dir/jawaban-saja");
my $answered = json_read("$dir/jawaban-saja/ringkasan.json");
cmp_ok($answered->{putusan}{terpilih}, '>', 50, 'and choose people');

# --- 4. papers: the same counts everywhere ------------------------------------------------------------------------------
# Reads every paper of $in (rendered with its letters) against its ringkasan.json.
sub papers_agree {
	my ($in, $name) = @_;
	my $sum = json_read("$in/ringkasan.json");
	my %of = %{ $sum->{putusan} };
	my @rows = csv_objects("$in/keputusan.csv");
	my (%rows, $all);
	$rows{ $_->{putusan} }++ for @rows;
	$all += $_ for values %of;
	is_deeply({ map { $_ => $rows{$_} // 0 } keys %of }, \%of, "$name: keputusan.csv");
	is($all, scalar @rows, "$name: the five add up");
	my $annex = $sum->{lampiran}{orang};
	my $sheet = sub { my ($f, $re, $at) = @_; return scalar grep { ($_->[$at] // '') =~ $re } xlsx_rows("$in/$f") };
	is($sheet->('rancangan_sk_lampiran.xlsx', qr/^\d{16}$/, 1), $annex, "$name: the annex's workbook");
	is($sheet->('lampiran_publik.xlsx', qr/^\d{4}\*{8}\d{4}$/, 1), $annex, "$name: the public annex's workbook");
	is(() = pdf_text("$in/rancangan_sk_lampiran.pdf") =~ /^\s*\d+\s+\d{16}\s/gm, $annex, "$name: the annex's PDF");
	is(() = pdf_text("$in/lampiran_publik.pdf") =~ /^\s*\d+\s+\d{4}\*{8}\d{4}\s/gm, $annex, "$name: the public annex's PDF");
	is(scalar(grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } @rows), $annex, "$name: who is chosen and waits for nothing");
	my $minutes = pdf_text("$in/berita_acara.pdf");
	for my $word (sort keys %of) {
		like($minutes =~ s/.*?^ *Putusan$//msr, qr/^\s*$word\s.*\s\Q${\ dotted($of{$word})}\E$/m, "$name: the minutes, $word");
	}
	my $people = 0;
	$people += $_->{orang} for @{ $sum->{dana} };
	is($people, $of{terpilih}, "$name: the funds pay for the chosen");
	my %lines = (ditolak => 'ditolak.xlsx', cadangan => 'cadangan.xlsx', tinjau => 'tinjau.xlsx');
	for my $word (sort keys %lines) {
		my @sheet = xlsx_rows("$in/$lines{$word}");
		my ($head) = grep { grep { lc($_ // '') eq 'berkas' } @{ $sheet[$_] } } 0 .. $#sheet;
		my ($at) = grep { lc($sheet[$head][$_] // '') eq 'baris' } 0 .. $#{ $sheet[$head] };
		my ($of_file) = grep { lc($sheet[$head][$_] // '') eq 'berkas' } 0 .. $#{ $sheet[$head] };
		my %seen;
		$seen{"$_->[$of_file]:$_->[$at]"}++ for grep { ($_->[$at] // '') =~ /^\d+$/ } @sheet[ $head + 1 .. $#sheet ];
		is(scalar keys %seen, $of{$word}, "$name: $lines{$word}");
	}
	my %back;
	for my $file (glob "$in/kembali/*.xlsx") {
		my @sheet = xlsx_rows($file);
		my ($head) = grep { grep { ($_ // '') eq 'Hasil' } @{ $sheet[$_] } } 0 .. $#sheet;
		my ($at) = grep { ($sheet[$head][$_] // '') eq 'Hasil' } 0 .. $#{ $sheet[$head] };
		$back{ lc($_->[$at] // '') }++ for @sheet[ $head + 1 .. $#sheet ];
	}
	my $sent_back = 0;
	$sent_back += $back{$_} for grep { /\S/ && $_ ne 'hasil' } keys %back;
	is($sent_back, $all, "$name: every proposal goes back to its office");
	if (-d "$in/surat") {
		my %text = map { m{([^/]+)\.docx$}; $1 => docx_text($_) } glob "$in/surat/*.docx";
		is(scalar keys %text, 13, "$name: thirteen letters");
		like($text{keputusan}, qr/sebanyak \Q${\dotted($annex)}\E \(/, "$name: the decree's body");
		is(() = $text{lampiran_keputusan} =~ /^\d{16}$/mg, $annex, "$name: the decree's annex");
		is(() = $text{pemberitahuan} =~ /Kenapa saya tidak masuk/g, $of{cadangan} + $of{tinjau} + $of{ditolak}, "$name: a letter to each who is not in");
		like($text{rab}, qr/\nJumlah\n$people\n/, "$name: the budget");
	}
	return $sum;
}
expect(0, undef, 'papers and letters', "papers $run $db --keluaran $dir/cetak --surat semua $as{operator}");
papers_agree("$dir/cetak", 'draft');

# --- 5. public test: twelve objections, thirty repairs ------------------------------------------------------------------
expect(0, undef, 'opened', "public-test open $run $db --mulai 2025-04-21 --sampai 2025-04-25 --keluaran $dir/uji $as{operator}");
my (@sheet_rows, %answer);
for my $file (glob "$dir/uji/jawaban/*.xlsx") {
	my @rows = xlsx_rows($file);
	my ($head) = grep { ($rows[$_][0] // '') eq 'No' } 0 .. $#rows;
	push @sheet_rows, map { my %o; @o{ @{ $rows[$head] } } = map { $_ // '' } @$_; $o{file} = $file; $o{columns} = $rows[$head]; \%o } @rows[ $head + 1 .. $#rows ];
}
my @chosen = grep { $_->{Hasil} eq 'terpilih' && $_->{yang_diminta} !~ /KONFIRMASI/ } @sheet_rows;
my @repair = grep { $_->{Hasil} eq 'terpilih' && $_->{yang_diminta} =~ /KONFIRMASI NIK/ } @sheet_rows;
cmp_ok(scalar @chosen, '>=', 12, 'enough to object to');
cmp_ok(scalar @repair, '>=', 30, 'enough NIKs to look at') or BAIL_OUT('the sample has changed');
$answer{ $chosen[$_]{id_baris} } = { %{ $chosen[$_] }, sanggahan => "mampu, punya kapal ke-$_", putusan_sanggahan => $_ < 8 ? 'DITERIMA' : 'DITOLAK' } for 0 .. 11;
$answer{ $repair[$_]{id_baris} } = { %{ $repair[$_] }, nik_dikonfirmasi => $first{ $repair[$_]{id_baris} }{nik}, 'bukti (KTP/KK)' => 'KTP',
	dikonfirmasi_oleh => 'Rahmat Hidayat', tanggal_konfirmasi => '2025-04-23' } for 0 .. 29;
my %per;
push @{ $per{ $_->{file} } }, $_ for values %answer;
my ($sheets, $no) = ('', 0);
for my $file (sort keys %per) {
	my $columns = $per{$file}[0]{columns};
	my $to = spew("$dir/kelurahan-" . ++$no . '.csv', join '', cells(@$columns), map { cells(@{$_}{@$columns}) } sort { $a->{id_baris} cmp $b->{id_baris} } @{ $per{$file} });
	$sheets .= " --tinjauan $to";
}
$run = name_of(expect(0, undef, 'the answers are applied', "run --program $dir/program.yaml $lists $sheets --keluaran $dir/dua $db --ulang 'hasil uji publik' $as{operator}"));
my %second = map { ("$_->{berkas}:$_->{baris}" => $_) } csv_objects("$dir/dua/keputusan.csv");
is_deeply(json_read("$dir/dua/ringkasan.json")->{jawaban}, { diterapkan => 42, tidak_diterapkan => 0 }, 'all forty-two');
is(scalar(grep { $second{ $_->{id_baris} }{putusan} eq 'ditolak' } @chosen[ 0 .. 7 ]), 8, 'eight objections were granted');
is(scalar(grep { $second{ $_->{id_baris} }{putusan} =~ /terpilih|cadangan/ } @chosen[ 8 .. 11 ]), 4, 'four were not');
is(scalar(grep { $second{ $_->{id_baris} }{syarat} eq '' } @repair[ 0 .. 29 ]), 30, 'thirty NIKs are released');

# --- 6. the chain -----------------------------------------------------------------------------------------------------
spew("$dir/sk.pdf", "%PDF-1.4 pindaian SK\n");
is((chain_to($run, 'diusulkan', $db, $dir))[0], 0, 'verified and proposed');
expect(4, qr/terkunci/, 'now it is locked', "run --program $dir/program.yaml $lists --keluaran $dir/x $db --ulang 'ganti ambang' $as{operator}");
for (['initial', 'hukum', ''], ['sign', 'sekda', '--tanggal 2025-05-02'], ['issue', 'hukum', "--nomor 100.3.3.3/412/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf"]) {
	expect(0, undef, "decree $_->[0]", "decree $_->[0] $run $db $_->[2] $as{ $_->[1] }");
}

# --- 7. the decree's papers ---------------------------------------------------------------------------------------------
expect(0, qr/100\.3\.3\.3\/412\/2025/, 'papers of the decree', "papers $run $db --keluaran $dir/sk --surat semua $as{hukum}");
my $sum = papers_agree("$dir/sk", 'decree');
my $annex = $sum->{lampiran}{orang};
is($sum->{program}{nomor_sk}, '100.3.3.3/412/2025', 'with its number');
my @sk = grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } values %second;
my $paid = 0;
$paid += $_->{total} for @sk;
my $told = JSON::PP->new->decode(expect(0, undef, 'the history', "decree show $run $db --json"));
is_deeply([ @{$told}{qw(keadaan nomor orang jumlah)} ], [ 'ditetapkan', '100.3.3.3/412/2025', $annex, $paid ], 'tells the same figures');
is(scalar @sk, $annex, 'the decree is the annex');

# --- 8. to BPJS and back -------------------------------------------------------------------------------------------------
expect(0, qr/Orang +: \Q${\dotted($annex)}\E\b/, 'the list', "bpjs list $run $db --keluaran $dir/bpjs $as{operator}");
my @list = xlsx_objects("$dir/bpjs/daftar_bpjs.xlsx");
is_deeply([ sort map { $_->{NIK} } @list ], [ sort map { $_->{nik} } @sk ], 'is the annex, person by person');
is(scalar(my @gaps = xlsx_objects("$dir/bpjs/kelengkapan.xlsx")), $annex, 'what is missing');
expect(0, undef, 'sent', "decree send $run $db --surat 560/118/2025 --tanggal 2025-05-05 --berkas $dir/bpjs/daftar_bpjs.xlsx $as{kadis}");
my @niks = map { $_->{NIK} } @list;
my %refused = map { $_ => 1 } @niks[ 0 .. 8 ];
spew("$dir/bpjs.csv", cells('NIK', 'Nama', 'KPJ', 'Status', 'Keterangan') . join '', map {
	my $p = $_;
	$refused{ $p->{NIK} } ? cells($p->{NIK}, $p->{'NAMA LENGKAP'}, '', 'Ditolak', 'sudah aktif sebagai penerima upah') : cells($p->{NIK}, $p->{'NAMA LENGKAP'}, "2500000${\ sprintf '%04d', $p->{NO}}", 'Diterima', '')
} @list[ 0 .. $#list - 2 ]);
my $reply = JSON::PP->new->decode(expect(0, undef, 'the reply', "bpjs reply $run $db --jawaban $dir/bpjs.csv --keluaran $dir/rekon --json $as{operator}"));
is_deeply([ @{$reply}{qw(orang diterima ditolak belum_dijawab tidak_ada_di_sk)} ], [ $annex, $annex - 11, 9, 2, 0 ], 'accepted, refused, unanswered');
my %hasil;
$hasil{ $_->{Hasil} }++ for xlsx_objects("$dir/rekon/rekonsiliasi_bpjs.xlsx");
is_deeply(\%hasil, { diterima => $annex - 11, ditolak => 9, 'belum dijawab' => 2 }, 'the reconciliation says so');
my @reserve = sort { $a->{peringkat} <=> $b->{peringkat} } grep { $_->{putusan} eq 'cadangan' } values %second;
is_deeply([ map { $_->{peringkat} } @{ $reply->{cadangan_berikutnya} } ], [ map { $_->{peringkat} + 0 } @reserve[ 0 .. 8 ] ], 'nine of the reserve are next');

# --- 9. the second stage ---------------------------------------------------------------------------------------------------
(my $two = $yaml) =~ s/tahap: *1/tahap: 2/ or die;
$two =~ s/pagu: \d+/pagu: 45000000/;
spew("$dir/dua.yaml", $two);
my $next = name_of(expect(0, undef, 'the second stage', "run --program $dir/dua.yaml $lists $sheets --keluaran $dir/tahap2 $db $as{operator}"));
isnt($next, '', 'is a draft');
my @third = csv_objects("$dir/tahap2/keputusan.csv");
my %kept = map { $_->{nik} => $_ } grep { !$refused{ $_->{nik} } } @sk;
is(scalar(grep { $_->{putusan} eq 'terpilih' && $kept{ $_->{nik} } } @third), 0, 'nobody is chosen twice');
my $spent = 0;
$spent += $_->{total} for (values %kept), grep { $_->{putusan} eq 'terpilih' } @third;
cmp_ok($spent, '<=', 45000000, 'both stages stay within the money');
cmp_ok($spent, '>', 45000000 - $sk[0]{total}, 'and use it, the freed seats included');
expect(0, undef, 'its papers', "papers $next $db --keluaran $dir/tahap2cetak --surat semua $as{operator}");
papers_agree("$dir/tahap2cetak", 'second stage');
is((chain_to($next, 'dikirim_bpjs', $db, $dir, issue => "--nomor 100.3.3.3/777/2025 --tanggal 2025-06-02 --berkas $dir/sk.pdf", send => "--surat 560/200 --tanggal 2025-06-05 --berkas $dir/sk.pdf"))[0], 0, 'goes the same way');
expect(0, qr/utuh/, 'and the database is whole', "verify $db");
my $list = expect(0, qr/$next .*dikirim ke BPJS/, 'both are listed', "decree list $db");
like($list, qr/$run .*dikirim ke BPJS .*412\/2025/, 'with their numbers');
done_testing();
