# --kunci-perintah: one effect however often the command comes, and the first answer each time; the same key with
# another content is a conflict that says when and for what it was used.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Rantai;


sub events {
	my ($code, $out) = lindung("verify --db $dir/kota.db --json");
	is($code, 0, 'sound') or diag $out;
	return $out =~ /"peristiwa":(\d+)/ ? $1 : -1;
}

is((lindung("sample $dir/kota --persons 6000 --proposals 120 --seed 5"))[0], 0, 'a city');
my $db = "--db $dir/kota.db";
sub run_args {
	my ($to, $more) = @_;
	return "run --program $dir/kota/program.yaml --usulan $dir/kota/usulan_dinas_perikanan.csv --dukcapil $dir/kota/dukcapil.csv"
	  . " --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --keluaran $dir/$to --threads 1 $more";
}

# --- what a key may be, and where
expect(2, qr/kunci-perintah: isi dengan/, 'an empty key', "init $db --kunci-perintah=");
expect(2, qr/kunci-perintah: isi dengan/, 'a blank in it', "init $db --kunci-perintah 'a b'");
expect(2, qr/kunci-perintah: isi dengan/, 'too long', "init $db --kunci-perintah " . 'k' x 57);
expect(2, qr/kunci-perintah: isi dengan/, 'not the names of the store itself', "init $db --kunci-perintah sendiri:1");
expect(2, qr/tidak dikenal/, 'reading takes none', "verify $db --kunci-perintah a");
expect(2, qr/perlu basis data/, 'without a database there is nothing to remember it', run_args('tanpa', '--kunci-perintah a'));
ok(!-e "$dir/tanpa", 'and nothing was done');
expect(0, qr/--kunci-perintah KUNCI/, 'help names it', 'help init');
ok(!-e "$dir/kota.db", 'nothing was made so far');

# --- init twice
my $first = expect(0, undef, 'init', "init $db --kunci-perintah buat-1");
my $again = expect(0, undef, 'init again', "init $db --kunci-perintah buat-1");
(my $plain = $first) =~ s/^lindung: .*\n//mg;    # the advice about a new key belongs to the making only
is($again, $plain, 'the same answer');
is(events(), 1, 'one effect');
expect(4, qr/sudah ada/, 'another key is another command', "init $db --kunci-perintah buat-2");

# --- the main job: lists too come back
staff($db, $dir);
my $before = events();
my ($op, $boss, $law) = map { as_user($_, $dir) } qw(operator kelola hukum);
$first = expect(0, undef, 'run', run_args('satu', "$db $op --kunci-perintah run-1 --json"));
like($first, qr/"dana":\[\{/, 'its list is there') or diag $first;
system "rm -rf $dir/satu";
$again = expect(0, undef, 'run again', run_args('satu', "$db $op --kunci-perintah run-1 --json"));
is($again, $first, 'the same answer, the list included');
ok(!-e "$dir/satu", 'the papers are not made again');
is(events(), $before + 1, 'one effect');
my ($screen) = (lindung(run_args('satu', "$db $op --kunci-perintah run-1")))[1];
like($screen, qr/^Dana\b.*\n(?:.*\n)*.*Rp/m, 'on the screen as well') or diag $screen;
expect(4, qr/"run-1" sudah dipakai pada \d+ \w+ \d{4} \d\d\.\d\d UTC untuk "Susun rancangan penetapan" dengan isi lain/,
	'other parameters', run_args('satu', "$db $op --kunci-perintah run-1 --ulang 'coba lagi'"));
expect(4, qr/"run-1" sudah dipakai/, 'another command', "migrate $db $boss --kunci-perintah run-1");

# --- decree: the scan's content belongs to the question, its folder does not
my ($run) = $first =~ /"rancangan":"([0-9A-Z-]+)"/;
mkdir "$dir/lain";
for (['sk.pdf', 'satu'], ['lain/sk.pdf', 'satu'], ['lain/sk2.pdf', 'satu']) {
	open my $f, '>', "$dir/$_->[0]" or die;
	print $f "%PDF $_->[1]\n";
}
my $issue = "decree issue $run $db $law --nomor 1/2025 --tanggal 2025-05-02 --kunci-perintah sk-1 --berkas";
is((chain_to($run, 'ditandatangani', $db, $dir))[0], 0, 'the chain up to the signature');
$first = expect(0, qr/Ditetapkan/, 'issued', "$issue $dir/sk.pdf");
is(expect(0, undef, 'issued again', "$issue $dir/sk.pdf"), $first, 'the same answer');
is(expect(0, undef, 'from another folder', "$issue $dir/lain/sk.pdf"), $first, 'the same answer');
expect(4, qr/isi lain/, 'another name of the scan', "$issue $dir/lain/sk2.pdf");
open my $f, '>', "$dir/lain/sk.pdf" or die;
print $f "%PDF dua\n";
close $f;
expect(4, qr/isi lain/, 'another scan', "$issue $dir/lain/sk.pdf");
is(events(), $before + 6, 'one effect');

# --- a command that failed leaves its key free
expect(4, qr/sudah ditetapkan/, 'a refusal', "decree issue $run $db $law --nomor 2/2025 --tanggal 2025-05-02 --kunci-perintah sk-2 --berkas $dir/sk.pdf");
expect(0, undef, 'its key may be used', "migrate $db $boss --kunci-perintah sk-2");
done_testing();
