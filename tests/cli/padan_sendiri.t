# padan builds, installs and passes its tests with nothing else of the repository present.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

plan skip_all => 'a plain build, not a sanitised one' if $ENV{LINDUNG_SANITIZED};
plan skip_all => 'meson is not installed' unless `meson --version 2>/dev/null`;
my $dir = tempdir(CLEANUP => 1);
sub run { my $out = `$_[0] 2>&1`; return ($? >> 8, $out); }

is(system("cp -r padan $dir/padan"), 0, 'a copy elsewhere');
my ($code, $out) = run("cd $dir/padan && meson setup b --prefix=$dir/here -Dlibdir=lib && ninja -C b");
is($code, 0, 'builds') or diag $out;
unlike($out, qr/warning:/, 'without a warning');
($code, $out) = run("cd $dir/padan && meson test -C b");
is($code, 0, 'passes its tests') or diag $out;
like($out, qr/program\s+OK/, 'the program among them');

# As a stranger uses it: installed, found through pkg-config.
($code, $out) = run("ninja -C $dir/padan/b install");
is($code, 0, 'installs') or diag $out;
for ('bin/padan', 'include/padan/link.h', 'include/padan/padan.h', 'lib/libpadan.a', 'lib/libpadan.so', 'share/man/man1/padan.1') {
	ok(-s "$dir/here/$_", "$_ is there");
}
for my $example (glob 'padan/examples/*.c') {
	($code, $out) = run("export PKG_CONFIG_PATH=$dir/here/lib/pkgconfig; gcc -std=gnu17 $example \$(pkg-config --cflags --libs --static padan) -o $dir/example && cd $dir && LD_LIBRARY_PATH=$dir/here/lib ./example");
	is($code, 0, "$example is compiled with pkg-config and runs") or diag $out;
}
like(`objdump -T $dir/here/lib/libpadan.so`, qr/PADAN_1\s+padan_dedupe\n/, 'symbols have a version');
unlike(`objdump -T $dir/here/lib/libpadan.so`, qr/ pd_\w+\n/, 'and what is inside stays there');
done_testing();
