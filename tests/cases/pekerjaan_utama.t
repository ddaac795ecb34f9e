# The main job from end to end on a sample city: every row accounted for, the same bytes for the same input, the golden
# sums, a second stage, the reviewers' answers.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Digest::SHA ();
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;
use Rantai;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $slow = $ENV{LINDUNG_SANITIZED};
my $tmp = tempdir(CLEANUP => 1);
my $city = "$tmp/kota";
my ($persons, $proposals) = $slow ? (8000, 300) : (60000, 2500);
system("$lindung sample $city --persons $persons --proposals $proposals --seed 7 >/dev/null") == 0 or BAIL_OUT('no sample');
my @usulan = qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx);

sub spew { my ($path, $text) = @_; open my $f, '>', $path or die "$path: $!"; print $f $text; close $f; return $path }
sub raw { my ($path) = @_; open my $f, '<:raw', $path or die "$path: $!"; local $/; my $t = <$f>; return $t }

# Runs lindung; returns (exit status, what it said).
sub lindung { my $said = `$lindung @_ 2>&1`; utf8::decode($said); return ($? >> 8, $said) }
sub job {
	my ($out, %o) = @_;
	my $program = $o{program} // "$city/program.yaml";
	my @lists = map { my $k = $_; map { "--$k $_" } ref $o{$k} ? @{ $o{$k} } : $o{$k} } grep { $o{$_} } qw(dukcapil hasil-padan desil peserta tolak sk tinjauan);
	return lindung('run', "--program $program", (map { "--usulan $_" } @{ $o{usulan} // [ map { "$city/$_" } @usulan ] }), @lists, "--keluaran $out", $o{more} // '');
}
my %lists = (dukcapil => "$city/dukcapil.csv", desil => "$city/desil.csv", peserta => "$city/peserta.csv", tolak => "$city/tolak_asn.csv", sk => "$city/sk_lama.csv");

# --- every row accounted for --------------------------------------------------------------------------------------
my ($rc, $said) = job("$tmp/a", %lists, more => '--threads 2');
is($rc, 0, 'the main job ends well') or diag $said;
my $sum = json_read("$tmp/a/ringkasan.json");
my @rows = csv_objects("$tmp/a/keputusan.csv");
my @skipped = csv_objects("$tmp/a/dilewati.csv");
my %per; $per{ $_->{berkas} }++ for @rows;
my %skip; $skip{ $_->{berkas} }++ for @skipped;
my $total = 0;
for my $f (grep { $_->{jenis} eq 'usulan' } @{ $sum->{masukan} }) {
	is($f->{usulan} + $f->{dilewati}, $f->{baris_lembar}, "$f->{berkas}: sheet rows = proposals + skipped");
	is($per{ $f->{berkas} }, $f->{usulan}, "$f->{berkas}: every proposal has its row in keputusan.csv");
	is($skip{ $f->{berkas} } // 0, $f->{dilewati}, "$f->{berkas}: every skipped row is listed");
	$total += $f->{usulan};
}
my $five = 0; $five += $_ for values %{ $sum->{putusan} };
is_deeply([ sort keys %{ $sum->{putusan} } ], [qw(cadangan ditolak ganda terpilih tinjau)], 'exactly the five words');
is($five, $total, 'the five add up to the proposals');
my %chosen; $chosen{ $_->{nik} }++ for grep { $_->{putusan} eq 'terpilih' } @rows;
ok(!(grep { $_ > 1 } values %chosen), 'nobody is chosen twice');
ok((grep { $_->{alasan} =~ /\blanjutan\b/ && $_->{putusan} =~ /terpilih|cadangan/ } @rows) > 0, "last year's members are continuing");
ok(!(grep { $_->{padan} eq 'padan' && !$_->{nik} } @rows), 'who is padan has a NIK');
ok(!(grep { $_->{padan} ne 'padan' && $_->{nik} } @rows), 'who is not has none');
for my $f (qw(keputusan.csv dilewati.csv ringkasan.json pemeringkatan.xlsx rancangan_sk_lampiran.xlsx rancangan_sk_lampiran.pdf
	berita_acara.pdf tinjau.xlsx perbaikan_nik.xlsx ditolak.xlsx cadangan.xlsx perbandingan_sk.xlsx), map { "kembali/$_.xlsx" } @usulan) {
	ok(-s "$tmp/a/$f", "$f is written");
}

# --- the same in, the same out --------------------------------------------------------------------------------------
sub fingerprint {
	my ($dir, $drop) = @_;
	my %h;
	for my $f (glob("$dir/*"), glob("$dir/kembali/*")) {
		next if -d $f || $f =~ $drop;
		my $t = raw($f);
		$t =~ s/"waktu": \{.*?\}|"memori_puncak": \d+//gs if $f =~ /ringkasan\.json$/;
		$h{ $f =~ s/^\Q$dir\E\///r } = Digest::SHA::sha256_hex($t);
	}
	return \%h;
}
my $print = fingerprint("$tmp/a", qr/^$/);
job("$tmp/b", %lists, more => '--threads 1');
is_deeply(fingerprint("$tmp/b", qr/^$/), $print, 'one thread writes the same bytes as two');
{
	local $ENV{TZ} = 'Pacific/Kiritimati';
	local $ENV{LC_ALL} = 'C';
	job("$tmp/b", %lists);
	is_deeply(fingerprint("$tmp/b", qr/^$/), $print, 'time zone, locale and a folder of ours in place change nothing');
}
sub shuffled {
	my ($from, $to) = @_;
	my ($head, @l) = split /(?<=\n)/, raw($from);
	srand 5;
	for my $i (reverse 1 .. $#l) { my $j = int rand($i + 1); @l[$i, $j] = @l[$j, $i] }
	open my $f, '>:raw', $to or die; print $f $head, @l; close $f;
	return $to;
}
my %mixed = map { $_ => shuffled($lists{$_}, "$tmp/" . ($lists{$_} =~ s{.*/}{}r)) } keys %lists;
job("$tmp/c", %mixed);
my $named = qr/ringkasan\.json|berita_acara\.pdf|pemeringkatan\.xlsx/; # they print the inputs' SHA-256
is_deeply(fingerprint("$tmp/c", $named), fingerprint("$tmp/a", $named), 'the order of registry, desil, peserta, tolak and sk rows changes nothing');

# --- the golden sums ------------------------------------------------------------------------------------------------
my $open_program = sub {
	my ($name, $months, $stage, $money, $more) = @_;
	return spew("$tmp/$name.yaml", <<"Y");
program: {nama: Uji, wilayah: "73.72", mulai: 2025-05, bulan: $months, tahap: $stage, satuan: orang, manfaat: [JKK, JKM], penghasilan: 1000000}
kriteria: {domisili: ya}
prioritas: [usia turun]
penentu_nilai_sama: acak_terbuka:parepare-2025
nik_beda: terima
@{[ $more // '' ]}dana:
  - {kode: apbd-kota, nama: APBD, jenis: apbd, pagu: $money}
Y
};
unless ($slow) {
	for ([ 12, 150000000, 744, 9600 ], [ 12, 200000000, 992, 12800 ], [ 8, 100000000, 744, 6400 ], [ 8, 200000000, 1488, 12800 ]) {
		my ($months, $money, $people, $left) = @$_;
		job("$tmp/g", program => $open_program->('g', $months, 1, $money), dukcapil => $lists{dukcapil});
		my $fund = json_read("$tmp/g/ringkasan.json")->{dana}[0];
		is($fund->{orang}, $people, "$people people of Rp$money for $months months");
		is($fund->{sisa}, $left, "remainder Rp$left");
	}
}

# --- two stages: through decrees in the database, and through --sk ----------------------------------------------------
my $db = "--db $tmp/kota.db --kunci $tmp/kunci";
lindung("init $db");
staff($db, $tmp);
$db .= ' ' . as_user('operator', $tmp);
my $plain = "--db $tmp/kota.db --kunci $tmp/kunci";
my $half = $slow ? 4000000 : 60000000;
my $one = $open_program->('satu', 8, 1, $half, "kuota: {total: 700}\n");
my $two = $open_program->('dua', 8, 2, 2 * $half, "kuota: {total: 700}\n");
($rc, $said) = job("$tmp/s1", program => $one, dukcapil => $lists{dukcapil}, more => $db);
is($rc, 0, 'the first stage is a draft') or diag $said;
my $before = fingerprint("$tmp/s1", qr/^$/);
($rc, $said) = job("$tmp/s1", program => $one, dukcapil => $lists{dukcapil}, more => $db);
is($rc, 4, 'the same list again for the same stage: conflict');
like($said, qr/--ulang/, 'and says what to do');
is_deeply(fingerprint("$tmp/s1", qr/^$/), $before, 'the folder is untouched');
($rc) = job("$tmp/s1", program => $one, dukcapil => $lists{dukcapil}, more => "$db --ulang 'berkas hilang'");
is($rc, 0, '--ulang replaces the draft');
my $run = json_read("$tmp/s1/ringkasan.json")->{program}{rancangan};
ok($run, 'the papers carry the draft number');
spew("$tmp/sk.pdf", "%PDF-1.4 pindaian\n");
($rc, $said) = chain_to($run, 'ditetapkan', $plain, $tmp, issue => "--nomor 412/2025 --tanggal 2025-05-02 --berkas $tmp/sk.pdf");
is($rc, 0, 'the draft becomes a decree') or diag $said;
($rc) = lindung("decree issue $run --nomor 413/2025 --tanggal 2025-05-02 --berkas $tmp/sk.pdf $plain " . as_user('hukum', $tmp));
is($rc, 4, 'once only');

my %first = map { $_->{nik} => $_ } grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } csv_objects("$tmp/s1/keputusan.csv");
($rc, $said) = job("$tmp/s2", program => $two, dukcapil => $lists{dukcapil}, more => $db);
is($rc, 0, 'the second stage') or diag $said;
my @second = csv_objects("$tmp/s2/keputusan.csv");
my $sum2 = json_read("$tmp/s2/ringkasan.json");
ok(!(grep { $_->{putusan} eq 'terpilih' && $first{ $_->{nik} } } @second), 'nobody is chosen in both stages');
ok((grep { $_->{alasan} =~ /sudah_di_sk/ } @second) > 0, 'the decreed are told apart');
my $spent1 = 0; $spent1 += $_->{total} for values %first;
cmp_ok($spent1 + $sum2->{dana}[0]{rupiah}, '<=', 2 * $half, 'both stages together stay within the ceiling');
cmp_ok(keys(%first) + $sum2->{putusan}{terpilih}, '<=', 700, 'and within the quota');
my $sk = join "\n", 'nik,nama,nomor_sk,dana,total,mulai,sampai', map { "$_->{nik},\"$_->{nama}\",412/2025,apbd-kota,$_->{total},2025-05-01,2025-12-31" } map { $first{$_} } sort keys %first;
spew("$tmp/sk1.csv", "$sk\n");
($rc, $said) = job("$tmp/s3", program => $two, dukcapil => $lists{dukcapil}, sk => "$tmp/sk1.csv");
is($rc, 0, 'the same through --sk') or diag $said;
is(raw("$tmp/s3/keputusan.csv"), raw("$tmp/s2/keputusan.csv"), 'gives the same decisions');
ok(-s "$tmp/s3/perbandingan_sk.xlsx", 'and the comparison with the earlier decree');
($rc, $said) = lindung("verify $plain");
is($rc, 0, 'the database is whole') or diag $said;

# --- the reviewers' answers are never contradicted --------------------------------------------------------------------
my ($found) = grep { $_->{padan} eq 'padan' && $_->{putusan} eq 'terpilih' } @rows;
my ($dead) = grep { $_->{alasan} =~ /\bmeninggal\b/ } @rows;
my ($lost) = grep { $_->{padan} eq 'tidak_padan' } @rows;
my ($other) = grep { $_->{padan} eq 'padan' && $_->{nik} ne $found->{nik} && $_->{putusan} eq 'cadangan' } @rows;
is($dead->{putusan}, 'tinjau', 'a death in the registry is looked at first');
my $answers = "berkas,baris,keputusan_petugas\n" . join '', map { "$_->[0]{berkas},$_->[0]{baris},$_->[1]\n" } [ $found, 'TOLAK' ], [ $dead, 'MENINGGAL' ], $other ? [ $lost, $other->{nik} ] : ();
spew("$tmp/tinjau.csv", $answers);
($rc, $said) = job("$tmp/t", %lists, tinjauan => "$tmp/tinjau.csv");
is($rc, 0, 'answers are read') or diag $said;
my %after = map { ("$_->{berkas}:$_->{baris}" => $_) } csv_objects("$tmp/t/keputusan.csv");
my $at = sub { $after{"$_[0]{berkas}:$_[0]{baris}"} };
is($at->($found)->{putusan}, 'ditolak', 'TOLAK refuses');
like($at->($found)->{alasan}, qr/ditolak_petugas/, 'and says so');
is($at->($dead)->{putusan}, 'ditolak', 'a confirmed death refuses');
is($at->($lost)->{nik}, $other->{nik}, 'an answered NIK is the person, candidate or not') if $other;
spew("$tmp/tinjau.csv", "berkas,baris,keputusan_petugas\n$found->{berkas},$found->{baris},MUNGKIN\n");
($rc, $said) = job("$tmp/t2", %lists, tinjauan => "$tmp/tinjau.csv");
is($rc, 2, 'an answer that nobody understands is refused');
like($said, qr/tinjau\.csv.*baris 2/, 'with file and row');

# --- verdicts instead of the extract ------------------------------------------------------------------------------------
($rc, $said) = job("$tmp/v", %lists, dukcapil => undef, 'hasil-padan' => "$city/hasil_padan.xlsx");
is($rc, 0, 'verdicts alone') or diag $said;
my %truth = map { my @c = split /,/; ("$c[0]:$c[1]" => $c[2]) } split /\r?\n/, raw("$city/kebenaran.csv"); # no quotes in its first columns
my @wrong = grep { $_->{putusan} eq 'terpilih' && $_->{nik} ne $truth{"$_->{berkas}:$_->{baris}"} } csv_objects("$tmp/v/keputusan.csv");
is(@wrong, 0, 'choose no wrong person');
done_testing;
