# The program as a whole: version, help, exit codes, silence in pipes.
use strict;
use warnings;
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';

sub run {
	my ($args, $in) = @_;
	my $feed = defined $in ? "printf '%s' '$in' |" : '';
	my $out = `$feed $lindung $args 2>/tmp/lindung-galat-$$`;
	my $code = $? >> 8;
	open my $fh, '<', "/tmp/lindung-galat-$$" or die;
	my $err = join '', <$fh>;
	unlink "/tmp/lindung-galat-$$";
	return ($code, $out, $err);
}

open my $meson, '<', 'meson.build' or die;
my ($version) = join('', <$meson>) =~ /version: '([^']+)'/;
my ($code, $out, $err) = run('--version');
is($out, "lindung $version\n", 'the version is that of meson.build');

($code, $out) = run('--help');
is($code, 0, '--help');
my @commands = $out =~ /^  lindung (\S+(?: \S+)?)  /mg;
cmp_ok(scalar @commands, '>=', 5, 'commands are listed');
for my $command (@commands) {
	my ($c, $o, $e) = run("$command --help");
	is("$c$e", '0', "$command --help");
	like($o, qr/\nContoh:\n  .*lindung /, "$command --help has an example");
	like($o, qr/^Pemakaian: lindung \Q$command\E/m, "$command --help has its usage");
	($c, $o, $e) = run("$command --tidak-ada-opsi-ini");
	is($c, 2, "$command refuses an unknown option");
	is(scalar(() = $e =~ /\n/g), 1, "$command: one line of error");
	like($e, qr/^lindung: /, "$command: the program says who speaks");
}

($code, $out, $err) = run('compute iuran --segmen BPU --penghasilan 1000000 --bulan 2026-05 --dana csr');
is($code, 0, 'a figure');
is($err, '', 'nothing on standard error in a pipe');
like($out, qr/PP 50\/2025/, 'with the law behind it');
($code, $out) = run('compute iuran --segmen JAKON --nilai-kontrak 750000000 --bulan 2025-06');
like($out, qr/belum diverifikasi/, 'what is unverified says so');
like($out, qr/JKK\s+Rp1\.215\.000/, 'JKK of the contract');
like($out, qr/JKM\s+Rp160\.000/, 'JKM of the contract');
($code, $out) = run('compute manfaat --jenis JKM --tanggal 2025-08-17 --peserta-sejak 2025-01-01 --bulan-iur 8 --json');
like($out, qr/"total":42000000/, 'JSON for machines');
($code) = run('compute iuran --segmen BPU --penghasilan 1000000 --bulan 2010-01');
is($code, 2, 'a month before the law is known is an error, not 0');
($code, $out, $err) = run('compute iuran --segmen BPU --penghasilan 1000000 --bulan 2026-05 --dana csr > /dev/full');
is($code, 5, 'a full disk');
like($err, qr/^lindung: .*ditulis/, 'says so');
($code, $out) = run('nik --json --tahun 2025', "7372014107850001\n7.37202E+15\n");
is($code, 0, 'NIKs on standard input');
like($out, qr/"kabupaten_kota":"Kota Parepare"/, 'with the region');
like($out, qr/rusak oleh Excel/, 'with the damage');
done_testing();
