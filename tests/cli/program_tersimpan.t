# Programmes and lists in the database: the same draft as from files, under agreements that are asked and written down; rules
# and bounds that are locked with the draft; the funnel.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Test::More;
use lib 'tests/tools';
use Baca;
use Perintah;
use Rantai;

my $id = qr/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;
my $db = "--db $dir/kota.db --kunci $dir/kunci";
my $kota = "$dir/kota";

sub number {
	my ($out) = @_;
	return $out =~ /($id)/ ? $1 : '';
}

sub slurp_file {
	open my $f, '<:raw', $_[0] or return '';
	local $/;
	return scalar <$f>;
}

expect(0, undef, 'a city', "sample $kota --persons 20000 --proposals 900 --seed 7");
expect(0, undef, 'a database', "init $db");

# --- the programme
my $yaml = slurp_file("$kota/program.yaml");
open my $bad, '>:raw', "$dir/salah.yaml" or die;
print $bad $yaml =~ s/usia_min: 18/usia_min: delapan/r;
close $bad;
expect(2, qr/salah\.yaml.*baris 12/s, 'a mistake has its line', "programme save $dir/salah.yaml $db");
my $name = 'Perlindungan Pekerja Rentan Kota Parepare 2025';
my $p = number(expect(0, qr/usia paling rendah 18 tahun/, 'saved', "programme save $kota/program.yaml --catatan awal $db"));
expect(4, qr/sama dengan revisi 1/, 'the same again', "programme save $kota/program.yaml $db");
expect(0, qr/$p.*\Q$name\E.*73\.72/s, 'listed', "programme list $db");
expect(0, qr/Revisi\s+: 1.*Kriteria\s+usia paling tinggi 64 tahun.*Prioritas\s+lanjutan.*pagu Rp150\.000\.000/s, 'shown by name', "programme show '$name' $db");
expect(2, qr/belum tersimpan/, 'one that is not there', "programme show 'Program Lain' $db");
expect(0, qr/Baris usulan : 0/, 'no run, no funnel', "programme funnel $p $db");

# --- lists
my @batch = map { number(expect(0, undef, "list $_", "batch add usulan $_ --opd OPD $db")) } sort glob "$kota/usulan*";
my $from_files = "run --program $kota/program.yaml " . join(' ', map { "--usulan $_" } sort glob "$kota/usulan*")
	. " --dukcapil $kota/dukcapil.csv --desil $kota/desil.csv --peserta $kota/peserta.csv --tolak $kota/tolak_asn.csv";
my $lent = "--dukcapil $kota/dukcapil.csv --peserta $kota/peserta.csv --tolak $kota/tolak_asn.csv";
my $run = "run-stored $p --kiriman " . join(',', @batch);
expect(4, qr/dukcapil: belum ada izin data/, 'a lent list without an agreement', "$run $lent --desil $kota/desil.csv --keluaran $dir/hasil $db");
ok(!-e "$dir/hasil", 'writes nothing');
for my $source (qw(dukcapil desil peserta tolak)) {
	my $keeps = $source eq 'desil' ? '--simpan' : '';
	expect(0, undef, "an agreement for $source", "permit add $source --nomor $source/1 --tanggal-perjanjian 2025-01-02 --pemilik Pemilik"
		. " --tujuan pemadanan --kegunaan pemadanan $keeps --mulai 2020-01-01 --sampai 2090-12-31 $db");
}
my $desil = number(expect(0, undef, 'one that is kept', "batch add desil $kota/desil.csv --opd Dinsos $db"));
expect(2, qr/tidak ada daftar usulan/, 'no proposals', "run-stored $p --kiriman $desil $lent --keluaran $dir/hasil $db");
expect(2, qr/bukan nama kiriman/, 'no name', "run-stored $p --kiriman perikanan $lent --keluaran $dir/hasil $db");

# --- the same draft as from files
expect(0, undef, 'from files', "$from_files --keluaran $dir/berkas --db $dir/lain.db --kunci $dir/kunci2");
my $draft = number(expect(0, qr/Terpilih\s+: 664/, 'from the database', "$run,$desil $lent --keluaran $dir/hasil $db"));
is(slurp_file("$dir/hasil/keputusan.csv"), slurp_file("$dir/berkas/keputusan.csv"), 'decides the same, byte by byte');
isnt(slurp_file("$dir/hasil/keputusan.csv"), '', '(something)');
my $usage = expect(0, qr/$draft.*dukcapil\.csv\s+20\.000\s+dukcapil\/1.*desil\.csv.*desil\/1.*$desil/s, 'what was used, under which agreement', "permit usage $db");
my ($sum) = json_read("$dir/hasil/ringkasan.json");
my $rows = 0;
$rows += $1 while $usage =~ /usulan\s+usulan\S+\s+(\d+)/g;
is($rows, 900, 'every proposal row is accounted for');
expect(4, qr/sudah/, 'the same lists once more', "$run,$desil $lent --keluaran $dir/hasil2 $db");

# --- the funnel
my $funnel = expect(0, qr/Baris usulan : 900.*Terpilih\s+: 664/s, 'the funnel', "programme funnel $p $db");
my ($fell, $left) = (0, undef);
while ($funnel =~ /\.\s+(\d+)\s+(\d+)\s+(\d+)$/mg) {
	$fell += $2;
	$left = $3;
}
is(900 - $fell, $left, 'each row falls once');
is($left, 664, 'and who is left is chosen');

# --- bounds
expect(0, qr/: 99\n.*: 3\n/s, 'the usual bounds', "threshold show $p $db");
for my $wrong ([ 40, 3, 'paling rendah 50' ], [ 100, 3, 'di bawah 100' ], [ 90, 90, 'di bawah ambang padan' ], [ 90, 0, 'di atas 0' ]) {
	expect(2, qr/$wrong->[2]/, "bounds $wrong->[0] $wrong->[1]", "threshold set $p --padan $wrong->[0] --tinjau $wrong->[1] --alasan 'hasil pemeriksaan' $db");
}
expect(2, qr/alasan/, 'no reason', "threshold set $p --padan 99,9 --tinjau 5 $db");
expect(0, qr/: 99,9\n.*: 5\n.*: 99\n.*: 3\n/s, 'set', "threshold set $p --padan 99,9 --tinjau 5 --alasan 'hasil pemeriksaan dua ratus pasangan' $db");
expect(4, qr/sudah demikian/, 'twice', "threshold set $p --padan 99,9 --tinjau 5 --alasan 'hasil pemeriksaan' $db");
staff($db, $dir);
my %as = map { $_->[1] => as_user($_->[0], $dir) } reverse staff_roles();
my $second = number(expect(0, undef, 'a draft under them', "$run,$desil $lent --ulang 'ambang baru' --keluaran $dir/hasil2 $db $as{operator_opd}"));
my $minutes = pdf_text("$dir/hasil2/berita_acara.pdf") =~ s/\s+/ /gr;
like($minutes, qr/paling sedikit 0,9990; dari 0,0500/, 'the minutes print them');
like($minutes, qr/Ambang ini ditetapkan oleh .* pada .*: hasil pemeriksaan dua ratus pasangan\./, 'with their reason');
unlike(pdf_text("$dir/hasil/berita_acara.pdf") =~ s/\s+/ /gr, qr/Ambang ini ditetapkan/, 'the usual ones need none');
expect(0, undef, 'the papers again', "papers $second --keluaran $dir/lagi $db $as{operator_opd}");
like(pdf_text("$dir/lagi/berita_acara.pdf") =~ s/\s+/ /gr, qr/hasil pemeriksaan dua ratus pasangan\./, 'know it too');

# --- locked with the draft, and who may
expect(2, qr/tidak berwenang/, 'not by the officer', "threshold set $p --padan 99 --tinjau 3 --alasan 'kembali ke semula' $db $as{operator_opd}");
expect(0, undef, 'verified', "decree verify $second $db $as{verifikator}");
expect(4, qr/terkunci: rancangan $second.*diverifikasi/, 'bounds are locked', "threshold set $p --padan 99 --tinjau 3 --alasan 'kembali ke semula' $db $as{kepala_dinas}");
open my $new, '>:raw', "$dir/baru.yaml" or die;
print $new $yaml =~ s/usia_maks: 64/usia_maks: 60/r;
close $new;
expect(4, qr/terkunci: rancangan $second/, 'and so is the programme', "programme save $dir/baru.yaml $db $as{operator_opd}");
expect(0, qr/Terkunci\s+: ya/, 'which says so', "programme show $p $db $as{operator_opd}");
open my $next, '>:raw', "$dir/tahap2.yaml" or die;
print $next $yaml =~ s/tahap: 1/tahap: 2/r;
close $next;
expect(0, qr/Tahap\s+: 2/, 'the next stage is free', "programme save $dir/tahap2.yaml $db $as{operator_opd}");
expect(0, undef, 'taken back', "decree return $second --alasan 'perlu diperbaiki' $db $as{verifikator}");
expect(0, undef, 'it is free again', "threshold set $p --padan 99 --tinjau 3 --alasan 'kembali ke semula' $db $as{kepala_dinas}");

# --- an agreement that is over refuses what was kept under it
my ($permit) = expect(0, undef, 'agreements', "permit list $db $as{kepala_dinas}") =~ /^($id)\s+desil/m;
expect(0, undef, 'ended', "permit end $permit --alasan 'dicabut pemilik' $db $as{kepala_dinas}");
expect(4, qr/desil: izin nomor desil\/1 diakhiri pada/, 'its list is refused', "$run,$desil $lent --ulang 'coba lagi' --keluaran $dir/hasil3 $db $as{operator_opd}");
expect(0, qr/utuh/, 'the database is sound', "verify $db $as{admin}");
is(join('', grep { /kiriman-(\d+)-/ && !-d "/proc/$1" } glob '/tmp/lindung-kiriman-*'), '', 'no name of a list is left behind');

# --- killed while it reads: the next one sweeps
my $left_behind = '/tmp/lindung-kiriman-4194303-00000000';
mkdir $left_behind, 0700;
symlink '/proc/4194303/fd/3', "$left_behind/usulan.csv";
expect(0, undef, 'somebody else reads a list', "batch bad-rows $batch[0] --keluaran $dir/kembali $db $as{operator_opd}");
ok(!-e $left_behind && !-l "$left_behind/usulan.csv", 'what a dead process left is swept');
done_testing();
