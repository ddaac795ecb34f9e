# People of an office for tests: users in a database, the steps of a decree's chain by the right ones.
package Rantai;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(pin_file staff as_user staff_roles chain_to);

my $lindung = $ENV{LINDUNG} // 'build/lindung';
# name => role; each role of the chain has somebody, verification has two
my @staff = (
	[ 'kelola', 'admin' ], [ 'operator', 'operator_opd' ], [ 'kabid', 'verifikator' ], [ 'kabid.dua', 'verifikator' ],
	[ 'kadis', 'kepala_dinas' ], [ 'hukum', 'bagian_hukum' ], [ 'sekda', 'sekda' ],
);
my @steps = (
	[ 'diverifikasi', 'verify', 'kabid' ], [ 'diusulkan', 'propose', 'kadis' ], [ 'paraf_hukum', 'initial', 'hukum' ],
	[ 'ditandatangani', 'sign', 'sekda' ], [ 'ditetapkan', 'issue', 'hukum' ], [ 'dikirim_bpjs', 'send', 'kadis' ],
);

sub staff_roles { return map { [@$_] } @staff }

# One PIN for all of them, in a file that is ours alone.
sub pin_file {
	my ($dir) = @_;
	open my $f, '>', "$dir/pin" or die "$dir/pin: $!";
	print $f "739214\n";
	close $f;
	chmod 0600, "$dir/pin";
	return "$dir/pin";
}

sub as_user { my ($name, $dir) = @_; return "--sebagai $name --pin-berkas $dir/pin" }

# Makes the staff (and more, as [name, role]); $db = "--db FILE [--kunci FILE]". Dies when one cannot be made.
sub staff {
	my ($db, $dir, @more) = @_;
	pin_file($dir);
	my $as = '';
	for (@staff, @more) {
		my $out = `$lindung user add $_->[0] --role $_->[1] $db --pin-baru $dir/pin $as 2>&1`;
		die "user add $_->[0]: $out" if $?;
		$as = as_user('kelola', $dir);
	}
}

# Walks a draft to $state; %o: more arguments of single steps, as issue => '--nomor ...'. Returns (exit code, output) of
# the last command run.
sub chain_to {
	my ($run, $state, $db, $dir, %o) = @_;
	my ($code, $out) = (0, '');
	for (@steps) {
		my ($to, $act, $who) = @$_;
		$out = `$lindung decree $act $run $db @{[ $o{$act} // '' ]} @{[ as_user($who, $dir) ]} 2>&1`;
		$code = $? >> 8;
		last if $code || $to eq $state;
	}
	return ($code, $out);
}
1;
