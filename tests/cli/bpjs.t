# To BPJS and back: lists by a layout, what is missing and whom to ask, replies read by NIK, KPJ or name and birth date,
# the same reply twice, contradictions, strangers, free seats, the next stage and next year's run.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;
use Rantai;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = "$dir/rumah";
delete $ENV{LINDUNG_KUNCI};
my $db = "--db $dir/kota.db --kunci $dir/kunci";

sub expect {
	my ($want, $like, $name, @args) = @_;
	my $out = `$lindung @args 2>&1`;
	utf8::decode($out);
	is($? >> 8, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}
sub spew { my ($path, $text) = @_; open my $f, '>', $path or die "$path: $!"; print $f $text; close $f; return $path }
sub slurp { my ($path) = @_; open my $f, '<', $path or die "$path: $!"; local $/; return scalar <$f> }

expect(0, undef, 'a city', "sample $dir/kota --persons 8000 --proposals 300 --seed 11");
my $yaml = slurp("$dir/kota/program.yaml");
$yaml =~ s/pagu: \d+/pagu: 12000000/ or die;    # not enough for all: there is a reserve
spew("$dir/satu.yaml", $yaml);
my $lists = join ' ', (map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx)),
	map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ], [ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
expect(0, undef, 'a database', "init $db");
staff($db, $dir);
my ($op, $boss) = map { as_user($_, $dir) } qw(operator kelola);
my $out = expect(0, undef, 'a draft', "run --program $dir/satu.yaml $lists --keluaran $dir/satu $db $op");
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
expect(4, qr/belum ditetapkan \(keadaan: rancangan\)/, 'no list from a draft', "bpjs list $run $db $op --keluaran $dir/bpjs");
ok(!-e "$dir/bpjs", 'and nothing is written');
spew("$dir/sk.pdf", "%PDF-1.4 pindaian\n");
is((chain_to($run, 'ditetapkan', $db, $dir, issue => "--nomor 7/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf"))[0], 0, 'a decree');
my @sk = sort { $a->{nik} cmp $b->{nik} } grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } csv_objects("$dir/satu/keputusan.csv");
my @reserve = sort { $a->{peringkat} <=> $b->{peringkat} } grep { $_->{putusan} eq 'cadangan' } csv_objects("$dir/satu/keputusan.csv");
cmp_ok(scalar @sk, '>', 30, 'people in it');
cmp_ok(scalar @reserve, '>', 10, 'and a reserve');

# --- the list
expect(2, qr/--sebagai/, 'nobody in particular gets no list', "bpjs list $run $db --keluaran $dir/bpjs");
expect(2, qr/tidak berwenang .*"bpjs"/, 'nor does who may not', "bpjs list $run $db $boss --keluaran $dir/bpjs");
expect(2, qr/contoh-bpu, contoh-wadah/, 'no such layout', "bpjs list $run $db $op --keluaran $dir/bpjs --tata-letak resmi");
expect(0, qr/Orang +: ${\ scalar @sk}\b/, 'the list', "bpjs list $run $db $op --keluaran $dir/bpjs");
my @list = xlsx_objects("$dir/bpjs/daftar_bpjs.xlsx");
is_deeply([ sort map { $_->{NIK} } @list ], [ map { $_->{nik} } @sk ], 'everybody of the decree stands in it, nobody else');
ok(!(grep { $_->{'JENIS KELAMIN'} !~ /^(LAKI-LAKI|PEREMPUAN)$/ } @list), 'words are mapped');
ok(!(grep { $_->{'TANGGAL LAHIR'} !~ /^\d\d-\d\d-\d{4}$/ } @list), 'days in the layout\'s form');
ok(!(grep { $_->{PENGHASILAN} ne '1000000' || $_->{PROGRAM} ne 'JKK,JKM' } @list), 'the programme\'s own figures');
my @gaps = xlsx_objects("$dir/bpjs/kelengkapan.xlsx");
is(scalar @gaps, scalar @sk, 'no list knows the place of work: everybody lacks it');
my ($gap) = grep { !$_->{'Nomor telepon'} } @gaps;
like($gap->{'Yang kurang'}, qr/Nomor telepon/, 'what is missing is named') if $gap;
like($gap->{'Diminta kepada'}, qr/Kelurahan \Q$gap->{Kelurahan}\E.*OPD pengusul|OPD pengusul.*Kelurahan/, 'and whom to ask') if $gap;
my %mother = map { $_->{NIK} => $_->{'NAMA IBU KANDUNG'} } @list;
is(scalar(grep { ($_->{'Nama ibu kandung'} eq '') != ($mother{ $_->{NIK} } eq '') } @gaps), 0, 'both sheets agree');
expect(0, qr/contoh-wadah versi 1/, 'another layout', "bpjs list $run $db $op --keluaran $dir/bpjs --tata-letak contoh-wadah");
my @other = xlsx_objects("$dir/bpjs/daftar_bpjs.xlsx");
is_deeply([ map { $_->{NOMOR_IDENTITAS} } @other ], [ map { $_->{NIK} } @list ], 'the same people');
ok(!(grep { $_->{KODE_KELOMPOK} ne 'SG' || $_->{JK} !~ /^[12]$/ || $_->{IBU_KANDUNG} eq '' } @other), 'fixed text, mapping, what stands for nothing');
my $own = "tata_letak: {nama: pare, versi: \"2025-05\"}\nkolom:\n  - {judul: A, isi: nama}\n";
spew("$dir/pare.yaml", $own);
expect(0, qr/pare versi 2025-05/, 'an office\'s own', "bpjs list $run $db $op --keluaran $dir/bpjs --tata-letak $dir/pare.yaml");
for (['isi: nama', 'isi: nma', qr/baris 3: isi "nma" tidak dikenal; maksud Anda nama\?/], ['judul: A', 'jdul: A', qr/baris 3: kunci tidak dikenal "jdul"/],
	['isi: nama', 'isi: nama, bentuk: romawi', qr/bentuk: pakai/], ['isi: nama', 'isi: nama, tetap: x', qr/salah satu/], ['kolom', 'kolam', qr/kunci tidak dikenal/],
	[', versi: "2025-05"', '', qr/versi/], ['isi: nama', 'isi: nama, lebar: 900', qr/2 sampai 120/], ['tata_letak', '&x tata_letak', qr/./]) {
	(my $bad = $own) =~ s/\Q$_->[0]\E/$_->[1]/;
	spew("$dir/salah.yaml", $bad);
	expect(2, $_->[2], "a layout with $_->[1]", "bpjs list $run $db $op --keluaran $dir/bpjs --tata-letak $dir/salah.yaml");
}
spew("$dir/lain.txt", 'x') if mkdir "$dir/penuh";
spew("$dir/penuh/catatan.txt", "jangan hilang\n");
expect(2, qr/catatan\.txt/, 'a folder that is not ours', "bpjs list $run $db $op --keluaran $dir/penuh");
is(slurp("$dir/penuh/catatan.txt"), "jangan hilang\n", 'stays as it is');

# --- sent
expect(3, qr/tidak dapat dibuka/, 'what was not written is not sent', "decree send $run $db --surat 560/1 --tanggal 2025-05-05 --berkas $dir/x.xlsx " . as_user('kadis', $dir));
expect(0, qr/dikirim ke BPJS/, 'sent', "decree send $run $db --surat 560/1 --tanggal 2025-05-05 --berkas $dir/bpjs/daftar_bpjs.xlsx " . as_user('kadis', $dir));
expect(0, qr/surat 560\/1 tanggal 5 Mei 2025, daftar_bpjs\.xlsx SHA-256 [0-9a-f]{64}/, 'the history tells which file', "decree show $run $db");

# --- the reply: accepted, refused, by name, strangers, unclear, contradictions, unanswered
my %born = map { $_->{NIK} => $_->{'TANGGAL LAHIR'} } @list;
my %name = map { $_->{NIK} => $_->{'NAMA LENGKAP'} } @list;
my @n = map { $_->{nik} } @sk;
my @refused = @n[0 .. 4];
my $n = @n;
my @rows = ('NIK,Nama,Tgl Lahir,No KPJ,Status Pendaftaran,Keterangan');
push @rows, "'$_,$name{$_},$born{$_},,DITOLAK,NIK tidak valid di Dukcapil" for @refused;
push @rows, ",\"H. $name{$n[5]}\",$born{$n[5]},25000000005,Berhasil,";                       # by name and birth date
push @rows, "$n[6],,,,Sedang diproses,";                                                         # unclear
push @rows, "$n[7],,,25000000007,Diterima,", "$n[7],,,,Gagal,data ganda";                       # says two things
push @rows, "7372010101900001,ORANG ASING,01-01-1990,25000009999,Diterima,";
push @rows, "$n[$_],,,250000" . sprintf('%05d', $_) . ',Diterima,' for 8 .. $n - 4;              # the last three are not answered
spew("$dir/jawaban.csv", join("\n", @rows) . "\n");
my $reply = "bpjs reply $run $db $op --jawaban $dir/jawaban.csv --keluaran $dir/rekon";
$out = expect(0, undef, 'the reply', "$reply --json");
my $told = do { require JSON::PP; JSON::PP->new->decode($out) };
my $accepted = $n - 11 + 1;
is_deeply([ @{$told}{qw(baris orang diterima ditolak tidak_jelas belum_dijawab tidak_ada_di_sk)} ], [ scalar(@rows) - 1, $n, $accepted, 5, 2, 3, 1 ], 'counts');
is($told->{diterima} + $told->{ditolak} + $told->{tidak_jelas} + $told->{belum_dijawab}, $n, 'everybody stands somewhere');
my $freed = 0;
my %of = map { $_->{nik} => $_ } @sk;
$freed += $of{$_}{total} for @refused;
is($told->{rupiah_bebas}, $freed, 'what the refused free');
is_deeply([ map { $_->{peringkat} } @{ $told->{cadangan_berikutnya} } ], [ map { $_->{peringkat} + 0 } @reserve[0 .. 4] ], 'next in line: the first of the reserve');
my @recon = xlsx_objects("$dir/rekon/rekonsiliasi_bpjs.xlsx");
is_deeply([ sort map { $_->{NIK} } @recon ], [ @n ], 'the sheet has everybody of the decree');
my %count;
$count{ $_->{Hasil} }++ for @recon;
is_deeply(\%count, { diterima => $accepted, ditolak => 5, 'tidak jelas' => 2, 'belum dijawab' => 3 }, 'with the same counts');
my ($by_name) = grep { $_->{NIK} eq $n[5] } @recon;
is_deeply([ @{$by_name}{qw(Hasil KPJ)} ], [ 'diterima', '25000000005' ], 'found by name and birth date');
is($by_name->{'Dikenali lewat'}, 'nama dan tanggal lahir', 'and it is told');
my @strange = xlsx_objects("$dir/rekon/rekonsiliasi_bpjs.xlsx", 1, 2);
is_deeply([ map { "$_->{NIK} $_->{Nama} $_->{KPJ}" } @strange ], ['7372010101900001 ORANG ASING 25000009999'], 'nobody is lost');
my @next = xlsx_objects("$dir/rekon/rekonsiliasi_bpjs.xlsx", 1, 3);
is_deeply([ map { $_->{NIK} } @next ], [ map { $_->{nik} } @reserve[0 .. 4] ], 'the substitutes by name');

# --- twice
my $events = sub { expect(0, qr/utuh/, 'sound', "verify $db --json") =~ /"peristiwa":(\d+)/ ? $1 : -1 };
$out = expect(0, undef, 'the same reply again', "$reply --json");
my $again = JSON::PP->new->decode($out);
ok($again->{dibaca_sebelumnya}, 'says when it was read');
is_deeply([ @{$again}{qw(diterima ditolak tidak_jelas belum_dijawab)} ], [ @{$told}{qw(diterima ditolak tidak_jelas belum_dijawab)} ], 'one effect');

# --- a later reply mends: refused then accepted, unclear then clear, by KPJ
spew("$dir/susulan.csv", "no_kpj;nik;hasil;alasan\n;$refused[0];;\n25000000005;;Gagal;iuran belum diterima\n25000000107;$n[7];;\n;$n[6];DITOLAK;sudah aktif sebagai penerima upah\n");
$out = expect(0, undef, 'a second reply', "bpjs reply $run $db $op --jawaban $dir/susulan.csv --keluaran $dir/rekon --json");
my $later = JSON::PP->new->decode($out);
is_deeply([ @{$later}{qw(diterima ditolak tidak_jelas belum_dijawab tidak_ada_di_sk)} ], [ $accepted - 1 + 1, 7, 0, 3, 0 ], 'the newest clear answer counts; an empty one changes nothing');
@recon = xlsx_objects("$dir/rekon/rekonsiliasi_bpjs.xlsx");
is_deeply([ map { "$_->{Hasil}|$_->{'Dikenali lewat'}" } grep { $_->{NIK} eq $n[5] } @recon ], ['ditolak|KPJ'], 'found by KPJ');
expect(0, qr/utuh/, 'sound', "verify $db");

# --- wrong files
spew("$dir/kosong.csv", "NIK,Status\n");
expect(3, qr/tidak ada baris/, 'a reply without rows', "bpjs reply $run $db $op --jawaban $dir/kosong.csv --keluaran $dir/rekon");
spew("$dir/bukan.csv", "a,b\n1,2\n");
expect(3, undef, 'no reply at all', "bpjs reply $run $db $op --jawaban $dir/bukan.csv --keluaran $dir/rekon");
is((slurp("$dir/kunci") =~ /LINDUNG/), 1, 'the key is there');
my $bytes = join '', map { open my $f, '<:raw', $_ or die; local $/; <$f> } glob "$dir/kota.db*";
is(scalar(grep { index($bytes, $_) >= 0 } 'ORANG ASING', '25000009999', '25000000005', 'iuran belum diterima'), 0, 'nothing personal of a reply in the file');

# --- the second stage: seats and rupiah of the refused are free, the accepted are not chosen again
(my $two = $yaml) =~ s/tahap: *1/tahap: 2/;
spew("$dir/dua.yaml", $two);
expect(0, undef, 'stage 2', "run --program $dir/dua.yaml $lists --keluaran $dir/dua $db $op");
my %second = map { $_->{nik} => $_ } grep { $_->{putusan} eq 'terpilih' } csv_objects("$dir/dua/keputusan.csv");
my %gone = map { $_ => 1 } @refused, $n[5], $n[6];
is(scalar(grep { $second{$_} } grep { !$gone{$_} } @n), 0, 'who keeps a seat is not chosen again');
my $kept = 0;
$kept += $of{$_}{total} for grep { !$gone{$_} } @n;
my $spent = 0;
$spent += $_->{total} for values %second;
cmp_ok($kept + $spent, '<=', 12000000, 'within the money');
cmp_ok($kept + $spent, '>', 12000000 - $sk[0]{total}, 'and what became free is used');

# --- next year: those whom BPJS enrolled continue as our own
(my $next_year = $yaml) =~ s/mulai: 2025-05/mulai: 2026-01/ or die;
$next_year =~ s/nama: .*?(,|\n)/nama: Program 2026$1/;
$next_year =~ s/tanggal: 2025-04-28, berakhir: 2026-04-27/tanggal: 2025-12-28, berakhir: 2026-12-27/;
spew("$dir/tahun2.yaml", $next_year);
(my $plain = $lists) =~ s/--peserta \S+/--peserta $dir\/sedikit.csv/;
spew("$dir/sedikit.csv", "nik,status,segmen\n7372010101010001,AKTIF,PU\n");
expect(0, undef, 'the year after', "run --program $dir/tahun2.yaml $plain --keluaran $dir/tahun2 $db $op");
my %cont = map { $_->{nik} => $_ } grep { $_->{alasan} =~ /\blanjutan\b/ } csv_objects("$dir/tahun2/keputusan.csv");
my %ok = map { $_ => 1 } $n[7], @n[8 .. $n - 4];
is(scalar(grep { !$cont{$_} } keys %ok), 0, 'every accepted one continues');
is(scalar(grep { !$ok{$_} } keys %cont), 0, 'and nobody else');
done_testing();
