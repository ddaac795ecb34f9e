# `lindung simulate`: the figures of the cities to the rupiah, several funds, what does not fit.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);

sub program {
	my ($name, $begin, $months, $more, @funds) = @_;
	open my $fh, '>', "$dir/$name" or die;
	print $fh <<"Y";
program: {nama: Uji, wilayah: "73.72", mulai: $begin, bulan: $months, satuan: orang, manfaat: [JKK, JKM], penghasilan: 1000000}
kriteria: {usia_min: 18}
prioritas: [usia turun]
penentu_nilai_sama: tanggal_usulan
nik_beda: konfirmasi
$more
dana:
@{[join "\n", map { "  - {$_}" } @funds]}
Y
	close $fh;
	return "$dir/$name";
}

sub simulate {
	my ($file, @args) = @_;
	my $out = `$lindung simulate --program $file --json @args 2>&1`;
	my $code = $? >> 8;
	my %top = $out =~ /"(\w+)":("[^"]*"|-?\d+|true|false)(?=[^\[]*(?:"dana":\[|$))/g;
	return ($code, $out, \%top);
}

my $one = program('satu.yaml', '2025-05', 8, '', 'kode: apbd, nama: APBD, jenis: apbd, pagu: 100000000');
for ([ 150000000, 12, 744, 9600, '2026-04' ], [ 100000000, 8, 744, 6400, '2025-12' ], [ 200000000, 12, 992, 12800, '2026-04' ],
	[ 200000000, 8, 1488, 12800, '2025-12' ], [ 201600000, 12, 1000, 0, '2026-04' ], [ 201599999, 12, 999, 201599, '2026-04' ]) {
	my ($pagu, $months, $people, $left, $until) = @$_;
	my ($code, $out) = simulate($one, "--pagu $pagu --lama $months");
	is($code, 0, "Rp$pagu for $months months") or diag $out;
	like($out, qr/"dapat_dibayar":$people,"orang":$people,"bulan_terbayar":$months,"rupiah":@{[$pagu - $left]},"sisa":$left,"sampai":"$until","cukup":true/,
		"$people people, Rp$left left");
}
my ($code, $out) = simulate($one, '--orang 800');
like($out, qr/"dapat_dibayar":744,"orang":800,"bulan_terbayar":7,"rupiah":94080000,"sisa":5920000,"sampai":"2025-11","cukup":false/, '800 people last seven months');
($code, $out) = simulate($one, '--orang 500');
like($out, qr/"bulan_terbayar":8,.*"sampai":"2026-03","cukup":true/, '500 people could go on until March');
($code, $out) = simulate($one, '--orang 5953');
like($out, qr/"bulan_terbayar":0,"rupiah":0,"sisa":100000000,"cukup":false/, 'not even a month');

my $two = program('dua.yaml', '2026-02', 8, 'kuota: {total: 100}', 'kode: apbd, nama: APBD, jenis: apbd, pagu: 100000000',
	'kode: csr, nama: TJSL, jenis: csr, pagu: 20000000, hanya_kelompok: [nelayan]');
($code, $out) = simulate($two);
like($out, qr/"dapat_dibayar":982/, 'two funds, two prices');
like($out, qr/"kode":"csr".*"rincian_iuran":"16800x2\+8400x6","biaya_per_orang":84000,"orang":238,"rupiah":19992000,"sisa":8000/, 'the company pays half from April on');
like($out, qr/Kuota program 100 orang/, 'the quota is told');
($code, $out) = simulate($two, '--pagu 5000000');
is($code, 2, 'which fund?');
like($out, qr/--dana KODE/, 'says what is missing');
($code, $out) = simulate($two, '--pagu 5000000 --dana csr');
like($out, qr/"dapat_dibayar":803/, 'one fund replaced');
($code, $out) = simulate("$dir/tidak-ada.yaml");
is($code, 2, 'no such programme file');
done_testing();
