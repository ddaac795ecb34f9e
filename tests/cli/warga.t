# What citizens ask: is somebody covered (NIK and the end of the family card's number), objections with a ticket, and the
# office's answers, within its own wards.
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

expect(0, undef, 'a city', "sample $dir/kota --persons 4000 --proposals 200 --seed 12");
my $lists = join ' ', (map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx)),
	map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ], [ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
expect(0, undef, 'a database', "init $db");
staff($db, $dir);
my ($op, $verifier) = map { as_user($_, $dir) } qw(operator kabid);
my $out = expect(0, undef, 'a draft', "run --program $dir/kota/program.yaml $lists --keluaran $dir/satu $db $op");
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
my ($chosen) = grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } csv_objects("$dir/satu/keputusan.csv");
my ($row) = grep { /$chosen->{nik}/ } do { open my $f, '<:encoding(UTF-8)', "$dir/kota/dukcapil.csv" or die; <$f> };
my ($card) = grep { $_ ne $chosen->{nik} } $row =~ /\b(\d{16})\b/g;
$card = substr $card, -6;

# --- a draft says nothing
my $ask = sub { return "check --nik $_[0] --kk-akhir $_[1] $db --json" };
my $nobody = expect(0, qr/"ditemukan":false/, 'who stands in a draft only', $ask->($chosen->{nik}, $card));
spew("$dir/sk.pdf", "%PDF-1.4 pindaian\n");
is((chain_to($run, 'ditetapkan', $db, $dir, issue => "--nomor 7/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf"))[0], 0, 'a decree');
$out = expect(0, qr/"ditemukan":true/, 'who stands in a decree', $ask->($chosen->{nik}, $card));
like($out, qr/"nomor_sk":"7\/2025"/, 'its number');
unlike($out, qr/\Q$chosen->{nama}\E/, 'the name is masked');
like($out, qr/"nama":"\w[* \w]*"/, 'but can be recognised');
like(expect(0, undef, 'blanks and dots', "check --nik '" . ($chosen->{nik} =~ s/(....)/$1 /gr) . "' --kk-akhir 12.34.56 $db --json"), qr/"ditemukan":false/, 'are read');
my $wrong = sprintf '%06d', ($card + 1) % 1_000_000;
is(expect(0, undef, 'another card', $ask->($chosen->{nik}, $wrong)), $nobody, 'is answered like nobody, to the byte');
is(expect(0, undef, 'another number', $ask->('7372015508900001', $card)), $nobody, 'so is a number that nobody has');
expect(2, qr/16 angka/, 'a short number', $ask->('12345', $card));
expect(2, qr/enam angka terakhir/, 'a whole card', $ask->($chosen->{nik}, '7372010101010101'));

# --- objections
expect(2, qr/lebih banyak/, 'too few words', "objection add --jenis lainnya --nama Siti --isi pendek $db $op");
$out = expect(0, qr/Nomor tiket/, 'an objection', "objection add --jenis data_salah --nama 'Siti Aminah' --nik $chosen->{nik} --kelurahan 'Lakessi'"
	  . " --isi 'Pekerjaan saya pemulung, bukan pedagang; rahasiaku-123' $db $op");
my ($ticket) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
$out = expect(0, qr/Nomor tiket/, 'another one', "objection add --jenis saya_layak --nama Budi --kelurahan 'Atas Angin' --isi 'Saya nelayan dan belum terdaftar' $db $op");
my ($other) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
isnt($ticket, $other, 'each has a ticket of its own');
expect(0, qr/belum dijawab/, 'its state', "objection status $ticket $db");
expect(0, qr/belum dijawab/, 'small letters without dashes do', "objection status ${\ lc $ticket =~ s/-//gr} $db");
expect(2, qr/tidak ada/, 'no such ticket', "objection status 2222-2222-2222 $db");
my $list = expect(0, qr/"baru":2/, 'the list', "objection list $db $verifier --json");
unlike($list, qr/Aminah|rahasiaku/, 'masked, without their words');
expect(0, qr/rahasiaku-123/, 'one, whole', "objection show $ticket $db $verifier");
open my $raw, '<:raw', "$dir/kota.db" or die;
{ local $/; my $bytes = <$raw>; ok($bytes !~ /rahasiaku|Aminah/, 'the file holds no word of it') }
expect(2, qr/tidak berwenang/, 'not everybody reads them', "objection show $ticket $db ${\ as_user('sekda', $dir)}");
expect(2, qr/alasannya/, 'an answer wants a reason', "objection answer $ticket --putusan ditolak --jawaban ya $db $verifier");
expect(0, qr/sedang diperiksa/, 'passed on', "objection answer $ticket --putusan diteruskan --jawaban 'diperiksa oleh kelurahan' $db $verifier");
expect(0, qr/sanggahan diterima/, 'accepted', "objection answer $ticket --putusan diterima --jawaban 'pekerjaan diperbaiki menurut KTP' $db $verifier");
expect(4, qr/sudah selesai: sanggahan diterima/, 'that ends it', "objection answer $ticket --putusan ditolak --jawaban 'ternyata tidak jadi' $db $verifier");
expect(0, qr/diperbaiki menurut KTP/, 'the citizen reads it', "objection status $ticket $db");
like(expect(0, undef, 'by state', "objection list --keadaan diterima $db $verifier --json"), qr/$ticket/, 'the answered one');
expect(0, qr/diteruskan|sedang diperiksa/, 'the history', "objection show $ticket $db $verifier");

# --- only one's own wards
my $regions = expect(0, undef, 'the regions of both', "objection list $db $verifier --json");
my $boss = as_user('kelola', $dir);
for ([ lakessi => '73.72.03' ], [ lain => '73.71' ]) {
	expect(0, undef, "an operator of $_->[1]", "user add $_->[0] --role operator_kelurahan --scope $_->[1] --pin-baru $dir/pin $db $boss");
}
my $far = expect(0, undef, 'elsewhere', "objection list $db --sebagai lain --pin-berkas $dir/pin --json");
like($far, qr/"daftar":\[\]/, 'sees none');
my $absent = expect(2, qr/tidak ada/, 'nor one by its ticket', "objection show $ticket $db --sebagai lain --pin-berkas $dir/pin");
is($absent, expect(2, undef, 'in the words for no ticket', "objection show 2222-2222-2222 $db --sebagai lain --pin-berkas $dir/pin"), 'the same answer');
like(expect(0, undef, 'in the district', "objection list $db --sebagai lakessi --pin-berkas $dir/pin --json"), qr/$ticket/, 'sees its own');

expect(0, undef, "verify is clean", "verify $db");
expect(0, qr/Siti Aminah/, 'dump opens them', "dump $db $boss") if `$lindung --help` =~ /^\s*dump /m;
done_testing();
