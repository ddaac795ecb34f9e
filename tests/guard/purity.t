# Pure files (pure_src in the rooms' meson.build) reach nothing but an allow-list and own no writable data.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my $build = $ENV{LINDUNG_BUILD} // 'build/meson';
system("ninja -C $build --quiet src/libpure.a") == 0 or BAIL_OUT('the pure objects do not build');
my %allowed = map { $_ => 1 } qw(
  memcpy memmove memset memcmp memchr strlen strcmp strncmp strchr strrchr strnlen strspn strcspn strstr memrchr memmem
  snprintf vsnprintf qsort qsort_r bsearch abort strerrordesc_np __stack_chk_fail __assert_fail __errno_location
  __divti3 log log2 exp exp2 pow sqrt floor ceil lround llround fabs __popcountdi2
  __snprintf_chk __vsnprintf_chk __memcpy_chk __isoc99_sscanf
  crypto_hash_sha256 crypto_hash_sha256_init crypto_hash_sha256_update crypto_hash_sha256_final
  sodium_bin2hex embedded_file
  yaml_parser_initialize yaml_parser_set_input_string yaml_parser_parse yaml_parser_delete yaml_event_delete yaml_parser_set_encoding);
delete $allowed{'__isoc99_sscanf'};
my (%defined, %undefined, @data);
for (`nm --format=sysv $build/src/libpure.a $build/padan/src/libpadan.a 2>/dev/null`) {
	our $archive;
	our $object;
	($archive, $object) = ($1, $2), next if /from (\S+)\[([^\]]+)\]/;
	my ($name, undef, $type, undef, undef, undef, $section) = map { s/^\s+|\s+$//gr } split /\|/;
	next unless defined $section;
	my $pure = ($archive // '') =~ /libpure/;
	$defined{$name} = 1 if $type ne 'U';
	push @{ $undefined{$name} }, $object if $type eq 'U' && $pure;
	push @data, "$object: $name ($section)" if $pure && $section =~ /^\.(?:data(?!\.rel\.ro)|bss|tdata|tbss)|COM/;
}
my @bad = map { "$_ wanted by @{ $undefined{$_} }" } grep { !$defined{$_} && !$allowed{$_} } sort keys %undefined;
is_deeply(\@bad, [], 'pure files reach only what is pure');
is_deeply(\@data, [], 'pure files own no writable data');
done_testing();
