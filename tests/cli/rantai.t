# The chain on the command line: every step by its own person, nothing skipped, repeated or done by the wrong one; two
# who act at once; back to draft; a city with one person says so.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Baca;
use Rantai;

my $db = "--db $dir/kota.db --kunci $dir/kunci";

sub name_of { return $_[0] =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/ ? $1 : '' }
sub as { return as_user($_[0], $dir) }
sub spew { my ($path, $text) = @_; open my $f, '>', $path or die "$path: $!"; print $f $text; close $f; return $path }

expect(0, undef, 'a city', "sample $dir/kota --persons 6000 --proposals 120 --seed 3");
my $lists = join ' ', "--usulan $dir/kota/usulan_dinas_perikanan.csv", map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ],
	[ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
expect(0, undef, 'a database', "init $db");
staff($db, $dir, [ 'makassar', 'verifikator --scope 73.71' ], [ 'rangkap', 'operator_opd,verifikator,kepala_dinas' ]);
my $run = name_of(expect(0, undef, 'a draft', "run --program $dir/kota/program.yaml $lists --keluaran $dir/satu $db " . as('rangkap')));
spew("$dir/sk.pdf", "%PDF-1.4 pindaian\n");
my %more = (issue => "--nomor 1/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf", send => "--surat 560/1 --tanggal 2025-05-05 --berkas $dir/sk.pdf",
	return => "--alasan 'ada yang keliru'", sign => '--tanggal 2025-05-01');
my @acts = qw(verify propose initial sign issue send return);
my %person = (verify => 'kabid', propose => 'kadis', initial => 'hukum', sign => 'sekda', issue => 'hukum', send => 'operator', return => 'sekda');
my %wrong = (verify => 'kadis', propose => 'kabid', initial => 'sekda', sign => 'hukum', issue => 'sekda', send => 'hukum', return => 'operator');

sub act { my ($act, $who) = @_; return "decree $act $run $db @{[ $more{$act} // '' ]} " . as($who) }
expect(2, qr/rangkap juga; langkah ini harus oleh orang lain/, 'the maker does not verify', act('verify', 'rangkap'));
expect(2, qr/tidak ada; lihat: lindung decree list/, 'another region\'s Kabid sees nothing', act('verify', 'makassar'));
unlike(expect(0, undef, 'nor in the list', "decree list $db " . as('makassar')), qr/$run/, 'another region\'s drafts are not listed');
expect(2, qr/--alasan/, 'a return needs a reason', "decree return $run $db " . as('sekda'));
expect(0, qr/ditandatangani tanggal|satu_orang|rancangan/i, 'show', "decree show $run $db");

# in each state every act but the next one (and the return) is refused, and the next one by the wrong person
my $at = 0;
for my $state ('rancangan', 'diverifikasi', 'diusulkan', 'paraf hukum', 'ditandatangani', 'ditetapkan', 'dikirim ke BPJS') {
	for my $act (@acts) {
		my $next = $acts[$at] eq $act && $act ne 'return';
		expect(2, qr/tidak berwenang/, "$state, $act by the wrong one", act($act, $wrong{$act}));
		next if $next || ($act eq 'return' && $at > 0 && $at < 5);
		expect(4, qr/berikutnya|sudah ditetapkan dengan nomor|masih rancangan/, "$state, $act is not next", act($act, $person{$act}));
	}
	last if $state eq 'dikirim ke BPJS';
	expect(0, qr/Langkah ke/, "$state: $acts[$at]", act($acts[$at], $person{ $acts[$at] }));
	$at++;
}
my $history = expect(0, qr/1\/2025/, 'the history', "decree show $run $db");
like($history, qr/0 .*rangkap.*\n.*1 .*kabid.*\n.*2 .*kadis.*\n.*3 .*hukum.*\n.*4 .*sekda.*\n.*5 .*hukum.*\n.*6 .*operator/, 'who did what, in order');
expect(0, qr/utuh/, 'sound', "verify $db");

# --- two at once: one wins, the other is told
(my $yaml = do { open my $f, '<', "$dir/kota/program.yaml" or die; local $/; <$f> }) =~ s/tahap: *1/tahap: 2/;
spew("$dir/dua.yaml", $yaml);
$run = name_of(expect(0, undef, 'stage 2', "run --program $dir/dua.yaml $lists --keluaran $dir/dua $db " . as('operator')));
for my $round (1 .. 4) {
	my %code;
	my @pid;
	for my $who ('kabid', 'kabid.dua', 'rangkap') {
		my $pid = fork // die;
		if (!$pid) {
			open STDOUT, '>', '/dev/null';
			open STDERR, '>&', \*STDOUT;
			exec split / /, "$lindung " . act('verify', $who) =~ s/  +/ /gr;
			exit 127;
		}
		push @pid, $pid;
	}
	for (@pid) { waitpid $_, 0; $code{ $? >> 8 }++ }
	is_deeply(\%code, { 0 => 1, 4 => 2 }, "round $round: of three at once one verifies, the others meet a conflict");
	expect(0, qr/rancangan/, 'back to draft', act('return', 'sekda'));
}
expect(0, qr/utuh/, 'sound', "verify $db");

# --- locked beyond draft, open again after a return
my $again = "run --program $dir/dua.yaml $lists --keluaran $dir/dua $db --ulang 'ambang diubah' " . as('operator');
expect(0, undef, 'verified', act('verify', 'kabid'));
expect(4, qr/sudah diverifikasi dan terkunci.*decree return $run/, 'a locked draft is not replaced', $again);
expect(0, undef, 'returned', act('return', 'kadis'));
my $new = name_of(expect(0, undef, 'replaced', $again));
expect(4, qr/sudah diganti/, 'the old one is done with', act('verify', 'kabid'));
like(`$lindung decree show $run $db`, qr/dikembalikan.*kadis.*ada yang keliru/, 'the reason stands in its history');
isnt($new, $run, 'another draft');

# --- a city with one person says so, and its papers too
my $one = "--db $dir/satu.db --kunci $dir/kunci";
expect(0, undef, 'another database', "init $one");
my $pin = '--pin-baru ' . pin_file($dir);
expect(0, undef, 'one person', "user add sendiri --role admin,operator_opd,verifikator,kepala_dinas,bagian_hukum,sekda $one $pin");
$run = name_of(expect(0, undef, 'a draft', "run --program $dir/kota/program.yaml $lists --keluaran $dir/sendiri $one " . as('sendiri')));
expect(2, qr/harus oleh orang lain/, 'is not verified alone', "decree verify $run $one " . as('sendiri'));
(my $alone = $yaml) =~ s/tahap: *2/tahap: 1/;
spew("$dir/sendiri.yaml", "$alone\npenetapan: {orang_berbeda: tidak}\n");
$run = name_of(expect(0, undef, 'said in the programme', "run --program $dir/sendiri.yaml $lists --keluaran $dir/sendiri $one --ulang 'hanya satu petugas' " . as('sendiri')));
for my $act (qw(verify propose initial sign issue send)) {
	expect(0, $act eq 'issue' ? undef : qr/Program membolehkan satu orang +: ya/, "$act alone", "decree $act $run $one @{[ $more{$act} // '' ]} " . as('sendiri'));
}
expect(0, qr/Program membolehkan satu orang +: ya/, 'the history says it', "decree show $run $one");
like(pdf_text("$dir/sendiri/berita_acara.pdf") =~ s/\s+/ /gr, qr/boleh dikerjakan satu orang/, 'the minutes say it');
unlike(pdf_text("$dir/satu/berita_acara.pdf"), qr/satu orang \(penetapan/, 'others do not');
is(json_read("$dir/sendiri/ringkasan.json")->{program}{orang_berbeda}, 'tidak', 'the summary too');
expect(0, qr/utuh/, 'sound', "verify $one");
done_testing();
