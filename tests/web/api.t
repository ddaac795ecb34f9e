# The API describes itself: the OpenAPI document is sound, docs/api.md is what it says, and what is answered is what was
# promised.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'init', "init --db $db");
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
`printf '482913\n640281\n' | $lindung user add dewi.bappeda --role bappeda --db $db --sebagai rina.kelola 2>&1`;
is($?, 0, 'users');
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my $r = $web->get('/api/v1/openapi.json');
is($r->{status}, 200, 'the document needs no login');
my $api = decode_json($r->{content});
like($api->{openapi}, qr/^3\.1\./, 'OpenAPI 3.1');

# --- sound: references lead somewhere, schemas say only what JSON Schema knows, operations are whole
my @bad;
sub ref_of {
	my ($at) = @_;
	my $to = $api;
	$to = ref $to eq 'HASH' ? $to->{$_} : undef for split m{/}, $at =~ s{^#/}{}r;
	return $to;
}
my %types = map { $_ => 1 } qw(object array string integer number boolean null);
my %words = map { $_ => 1 } qw(type properties items required additionalProperties enum format pattern minimum maximum maxLength title description default writeOnly $ref);
sub check_schema {
	my ($s, $where) = @_;
	push(@bad, "$where: no schema"), return unless ref $s eq 'HASH';
	push @bad, "$where: $_" for grep { !$words{$_} } keys %$s;
	if ($s->{'$ref'}) { push @bad, "$where: $s->{'$ref'} leads nowhere" unless ref_of($s->{'$ref'}); return; }
	push @bad, "$where: type" if grep { !$types{$_} } ref $s->{type} ? @{ $s->{type} } : $s->{type} // '';
	push @bad, "$where: no words" if exists $s->{enum} && !@{ $s->{enum} };
	check_schema($s->{properties}{$_}, "$where.$_") for keys %{ $s->{properties} // {} };
	check_schema($s->{items}, "$where\[]") if $s->{items};
	push @bad, "$where: an array of what" if ($s->{type} // '') eq 'array' && !$s->{items};
	push @bad, "$where: $_ is required and not there" for grep { !$s->{properties}{$_} } @{ $s->{required} // [] };
}
sub follow { my ($o) = @_; return $o->{'$ref'} ? ref_of($o->{'$ref'}) // do { push @bad, "$o->{'$ref'} leads nowhere"; {} } : $o; }
my (%ids, $operations);
for my $path (sort keys %{ $api->{paths} }) {
	for my $method (keys %{ $api->{paths}{$path} }) {
		my $op = $api->{paths}{$path}{$method};
		my $where = "$method $path";
		$operations++;
		push @bad, "$where: $method" unless $method =~ /^(?:get|post)$/;
		push @bad, "$where: operationId" if !$op->{operationId} || $ids{ $op->{operationId} }++;
		my %in_path = map { $_ => 1 } $path =~ /\{(\w+)\}/g;
		for (map { follow($_) } @{ $op->{parameters} // [] }) {
			push @bad, "$where: a parameter without a place" unless ($_->{in} // '') =~ /^(?:query|path|header)$/;
			delete $in_path{ $_->{name} } if $_->{in} eq 'path';
			check_schema($_->{schema}, "$where ?$_->{name}");
		}
		push @bad, "$where: {$_} is not described" for keys %in_path;
		check_schema($_->{schema}, "$where body") for values %{ $op->{requestBody}{content} // {} };
		push @bad, "$where: no answer" unless %{ $op->{responses} };
		for (map { follow($_) } values %{ $op->{responses} }) {
			push @bad, "$where: an answer without words" unless $_->{description};
			check_schema($_->{schema}, "$where answer") for values %{ $_->{content} // {} };
		}
	}
}
is_deeply(\@bad, [], 'the document is sound');
cmp_ok($operations, '>', 25, "$operations operations");
unlike($r->{content}, qr/"(?:db|kunci|threads|hukum|keluaran)":\{"type"/, 'nothing that the server fills itself is asked for');
ok(!$api->{paths}{"/$_"}, "$_ is not offered") for qw(init migrate restore serve demo hold);

# --- the page in docs
open my $f, '>', "$dir/openapi.json" or die;
print $f $r->{content};
close $f;
my $made = `/usr/bin/perl tools/api < $dir/openapi.json`;
if ($ENV{PERBARUI}) {
	open my $new, '>', 'docs/api.md' or die;
	print $new $made;
	close $new;
}
open my $d, '<', 'docs/api.md' or die;
my $there = join '', <$d>;
ok($made eq $there, 'docs/api.md is what the registry says (else: PERBARUI=1 tests/run web/api)');
my $examples = () = $there =~ /^curl /mg;
is($examples, $operations, 'with an example for each');

# --- what is answered is what was promised; each example of the page is understood
sub fits {
	my ($s, $v, $where, $out) = @_;
	my $type = ref $s->{type} ? $s->{type}[0] : $s->{type};
	my $is = ref $v eq 'HASH' ? 'object' : ref $v eq 'ARRAY' ? 'array' : JSON::PP::is_bool($v) ? 'boolean' : !defined $v ? 'null' : 'scalar';
	my $ok = $type =~ /^(?:object|array|boolean)$/ ? $is eq $type : $is eq 'scalar';
	$ok &&= $v =~ /^-?\d+$/ if $type eq 'integer' && $ok;
	$ok &&= grep { $_ eq $v } @{ $s->{enum} } if $s->{enum} && $ok;
	push(@$out, "$where: not $type"), return unless $ok;
	if ($is eq 'object') { $s->{properties}{$_} ? fits($s->{properties}{$_}, $v->{$_}, "$where.$_", $out) : push @$out, "$where.$_: not promised" for keys %$v; }
	fits($s->{items}, $_, "$where\[]", $out) for $is eq 'array' ? @$v : ();
}
my $dewi = $web->other;
is($dewi->sign_in('dewi.bappeda', '640281')->{status}, 303, 'somebody');
my $csrf = $dewi->token;
my $fitted = 0;
while ($there =~ /^curl (.*)$/mg) {
	my $line = $1;
	my ($address) = $line =~ /"\$LINDUNG([^"]+)"$/;
	my ($body) = $line =~ /-d '(.*?)' "/;
	next if $line =~ / -F /;
	my $a = defined $body
	  ? $dewi->request('POST', "$address?pratinjau=1", headers => { 'Content-Type' => 'application/json', 'X-CSRF' => $csrf }, body => $body)
	  : $dewi->get($address);
	ok($a->{status} =~ /^(?:200|4(?:00|03|04|09|22))$/, "$address: understood ($a->{status})") or diag $a->{content};
	unlike($a->{content}, qr/bukan isian dari/, "$address: its fields are known");
	next unless $a->{status} == 200 && ($a->{headers}{'content-type'} // '') =~ /^application\/json/;
	(my $path = $address) =~ s{^/api/v1|\?.*}{}g;
	my $op = $api->{paths}{$path}{ defined $body ? 'post' : 'get' } or next;
	my @out;
	fits($op->{responses}{200}{content}{'application/json'}{schema}, decode_json($a->{content}), $path, \@out);
	is_deeply(\@out, [], "$path: as promised");
	$fitted++;
}
cmp_ok($fitted, '>=', 4, "$fitted answers were compared");

# --- lists in pieces, strictness, JSON of all kinds
$r = $dewi->get('/api/v1/user/list?banyak=1');
is(scalar @{ decode_json($r->{content})->{daftar} }, 1, 'one row');
is($r->{headers}{link}, '</api/v1/user/list?mulai=1&banyak=1>; rel="next"', 'and where the next one is');
$r = $dewi->get('/api/v1/user/list?mulai=1&banyak=1');
is(scalar @{ decode_json($r->{content})->{daftar} }, 1, 'the last one');
ok(!$r->{headers}{link}, 'after which there is none');
is($dewi->get('/api/v1/user/list?tak_ada=1')->{status}, 400, 'an unknown name is refused');
my %json = ('Content-Type' => 'application/json', 'X-CSRF' => $csrf);
for ([ '{"nama":"x"', 'half an object' ], [ '[1]', 'a list' ], [ '{"nama":{"a":1}}', 'an object inside' ], [ '{"nama":"\u0000"}', 'a NUL' ], [ '{} x', 'more behind' ]) {
	is($dewi->request('POST', '/api/v1/user/pin', headers => \%json, body => $_->[0])->{status}, 400, $_->[1]);
}
is($dewi->request('POST', '/api/v1/user/pin', headers => { 'Content-Type' => 'application/json' }, body => '{}')->{status}, 400, 'a cookie without its token');
# files are never named from outside
for my $name (qw(kunci db hukum)) {
	is($dewi->get("/api/v1/user/list?$name=/etc/passwd")->{status}, 400, "$name is the server's");
}
$r = $dewi->request('POST', '/api/v1/user/pin', headers => { %json, 'Idempotency-Key' => 'GANTI-1' }, body => '{"nama":"dewi.bappeda","pin-baru":"998877aa"}');
is("$r->{status} " . ($r->{headers}{acuan} // ''), '200 GANTI-1', 'an act, with its number') or diag $r->{content};
is(($web->stop)[0], 0, 'the end');
done_testing();
