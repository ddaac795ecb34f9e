# One command after another in a folder of its own: $lindung, $dir (removed at the end; HOME lies inside), lindung, expect.
package Perintah;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter 'import';
use File::Temp qw(tempdir);
use Test::More;
our @EXPORT = qw($lindung $dir lindung expect);

our $lindung = abs_path($ENV{LINDUNG} // 'build/lindung');
our $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = "$dir/rumah";
delete $ENV{LINDUNG_KUNCI};
mkdir $ENV{HOME};

# Exit code, and everything said.
sub lindung {
	my $out = `$lindung @_ 2>&1`;
	return ($? >> 8, $out);
}

# The command ends with the code $want; what it says, which is given back, matches $like (undef: whatever).
sub expect {
	my ($want, $like, $name, @args) = @_;
	my ($code, $out) = lindung(@args);
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is($code, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}

1;
