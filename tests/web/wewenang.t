# Role x address x method x region, out of the tables themselves: every cell is asked over the wire. Who may what stands in
# role.def, what an address asks for in the registry (OpenAPI) and the page tables; no list is kept here.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha1);
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

plan skip_all => 'too slow with the sanitizers' if $ENV{LINDUNG_SANITIZED};

sub slurp_file { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return <$f>; }

# --- who may what
my $def = slurp_file('src/access/role.def');
my %macro = $def =~ /^#define (\w+)\s+\((.*)\)$/mg;
my %may;
while ($def =~ /^ROLE\((\w+), "[^"]*",\s*(.*?)\)$/msg) {
	my ($role, $caps) = ($1, $2);
	1 while $caps =~ s/\b([A-Z]+)\b(?!_|\()/exists $macro{$1} ? $macro{$1} : ''/ge && $caps =~ /\b(?:OFFICE|EVERYBODY)\b/;
	$may{$role} = { map { $_ => 1 } $caps =~ /MAY\((\w+)\)/g };
}
my %cap = slurp_file('src/office/capability.def') =~ /^CAP\((\w+), "(\w+)"/mg;    # enum name => word
my %word = reverse %cap;
my @roles = sort keys %may;
cmp_ok(scalar(@roles), '>=', 13, 'roles are read');
ok($may{admin}{CAP_ADMIN} && !$may{bappeda}{CAP_ADMIN} && $may{sekda}{CAP_COMPUTE}, 'with what they may');

# --- a city with a draft, one user for each role; one more that works elsewhere
my $db = "$dir/kota.db";
is((lindung("sample $dir/kota --persons 3000 --proposals 60 --seed 5"))[0], 0, 'a city');
expect(0, undef, 'init', "init --db $db");
my $pin = '482913';
sub add {
	my ($name, $role, $more) = @_;
	my $as = $role eq 'admin' ? '' : '--sebagai admin';
	my $in = $as ? "$pin\\n$pin\\n" : "$pin\\n";
	my $out = `printf '$in' | $lindung user add $name --role $role --db $db $as @{[ $more // '' ]} 2>&1`;
	is($?, 0, "user $name") or diag $out;
}
add('admin', 'admin');
add($_, $_) for grep { $_ ne 'admin' } @roles;
add('lain', 'operator_opd', '--scope 99.99');
my $city = "$dir/kota";
my $out = `printf '$pin\\n' | $lindung run --program $city/program.yaml --usulan $city/usulan_disnaker.xlsx --dukcapil $city/dukcapil.csv --desil $city/desil.csv --peserta $city/peserta.csv --tolak $city/tolak_asn.csv --keluaran $dir/hasil --db $db --sebagai operator_opd --json 2>/dev/null`;
my ($draft) = $out =~ /"rancangan":"([\w-]+)"/;
ok($draft, 'a draft') or diag $out;

# --- codes of TOTP for those whose role asks for them
sub code_of {
	my ($secret) = @_;
	my %v = map { substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', $_, 1) => $_ } 0 .. 31;
	my $bits = join '', map { sprintf '%05b', $v{$_} } grep { exists $v{$_} } split //, uc $secret;
	my $key = pack 'B*', substr $bits, 0, 8 * int(length($bits) / 8);
	my $h = hmac_sha1(pack('N2', 0, int(time / 30)), $key);
	my $o = ord(substr $h, 19, 1) & 15;
	return sprintf '%06d', (unpack('N', substr $h, $o, 4) & 0x7fffffff) % 1000000;
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my %who;
for my $name (@roles, 'lain') {
	my $w = $who{$name} = $web->other;
	is($w->sign_in($name, $pin)->{status}, 303, "$name signs in") or next;
	my $probe = $w->get('/api/v1/compute/iuran');
	next if $probe->{status} != 403 && $probe->{status} != 401;
	my $started = `printf '$pin\\n' | $lindung user totp start --db $db --sebagai $name --json 2>&1`;
	my ($secret) = $started =~ /"rahasia":"([A-Z2-7 ]+)"/ or do { fail("$name: TOTP"); diag $started; next };
	my $confirmed = `printf '$pin\\n' | $lindung user totp confirm @{[ code_of($secret) ]} --db $db --sebagai $name --json 2>&1`;
	like($confirmed, qr/"cadangan"/, "$name has TOTP") or next;
	# a code is good once: the recovery code serves for signing in
	my ($recovery) = $confirmed =~ /"cadangan":\[\{"[^"]+":"([^"]+)"/;
	$w = $who{$name} = $web->other;
	is($w->sign_in($name, $pin, kode => $recovery)->{status}, 303, "$name signs in with a code");
}

# --- the cells
my %json = ('Content-Type' => 'application/json');
my $api = decode_json($web->get('/api/v1/openapi.json')->{content});
my ($cells, @wrong) = (0);
sub cell {
	my ($ok, $what, $r) = @_;
	$cells++;
	push @wrong, "$what: $r->{status} " . ($r->{headers}{location} // '') unless $ok;
}
my %token = map { $_ => $who{$_}->token('/masuk') } keys %who;
for my $path (sort keys %{ $api->{paths} }) {
	next if $path =~ /\{/;
	my ($method) = grep { $api->{paths}{$path}{$_} } qw(get post);
	my $needs = $word{ $api->{paths}{$path}{$method}{'x-wewenang'} } or BAIL_OUT("$path asks for nothing");
	my $other = $method eq 'get' ? 'post' : 'get';
	my $address = "/api/v1$path";
	my $ask = sub {
		my ($who, $m, $token) = @_;
		return $m eq 'get' ? $who->get($address)
		  : $who->request('POST', "$address?pratinjau=1", headers => { %json, defined $token ? ('X-CSRF' => $token) : () }, body => '{}');
	};
	my $r = $ask->($web->other, $method);
	cell($r->{status} == 401, "nobody $method $path", $r);
	for my $role (@roles) {
		$r = $ask->($who{$role}, $method, $token{$role});
		cell($may{$role}{$needs} ? $r->{status} !~ /^(401|403|404|405|5..)$/ : $r->{status} == 403, "$role $method $path", $r);
		$r = $ask->($who{$role}, $other, $token{$role});
		cell($r->{status} == 405, "$role $other $path", $r);
		# the same use case by its form
		$r = $who{$role}->get("/kerja$path");
		next if $path =~ m{^/(?:job|nik)\b};
		cell($may{$role}{$needs} ? $r->{status} =~ /^(200|400|404|422)$/ : $r->{status} =~ /^40[34]$/, "$role form $path", $r);
	}
}
is_deeply(\@wrong, [], 'every cell of the API and the forms');
@wrong = ();

# --- pages
for my $file (glob 'src/*/*_pages.def') {
	my $text = slurp_file($file);
	my %case = map { slurp_file($_) =~ /^CASE_BEGIN\((\w+), "[^"]*", (\w+)/mg } glob 'src/*/*.def';
	while ($text =~ /^(PAGE|POST|HANDLER|HANDLER_SLOW)\s*\(\s*(?:(GET|POST),)?\s*"([^"]+)",\s*(\w+)/mg) {
		my ($kind, $method, $path, $what) = ($1, $2 // 'POST', $3, $4);
		my $needs = $kind =~ /^(?:PAGE|POST)$/ ? $case{$what} : $what;
		ok($needs, "$path asks for something") or next;
		next if $path eq '/keluar' || $path =~ m{^/kerja};
		(my $address = $path) =~ s/\{(\w+)\}/$1 eq 'rancangan' ? $draft : 'TIDAK-ADA-XYZ'/ge;
		my $ask = sub {
			my ($who, $token) = @_;
			return $method eq 'GET' ? $who->get($address) : $who->request('POST', $address,
				headers => { 'Content-Type' => 'application/x-www-form-urlencoded' }, body => Web::form([ csrf => $token // '' ]));
		};
		my $r = $ask->($web->other);
		cell($needs eq 'ANYONE' ? $r->{status} != 303 || ($r->{headers}{location} // '') !~ /masuk/ : $r->{status} == 303 && $r->{headers}{location} =~ m{^/masuk},
			"nobody $method $path", $r);
		for my $role (@roles) {
			$r = $ask->($who{$role}, $token{$role});
			my $may = $needs =~ /^(?:ANYONE|SIGNED_IN|SIGNING_IN)$/ || $may{$role}{$needs};
			cell($may ? $r->{status} !~ /^(401|403|405|5..)$/ : $r->{status} == 403, "$role $method $path", $r);
		}
		# another region: what is there and what is not are told in the same words
		next unless $address =~ /\Q$draft\E/ && $method eq 'GET' && $may{operator_opd}{ $needs };
		my $there = $who{lain}->get($address);
		(my $nowhere = $address) =~ s/\Q$draft\E/AAAA-AAAA-AAAA/;
		my $not = $who{lain}->get($nowhere);
		my ($a, $b) = map { s/\Q$draft\E|AAAA-AAAA-AAAA/X/gr =~ s/value="[^"]*"//gr } $there->{content}, $not->{content};
		cell($there->{status} == $not->{status} && $a eq $b, "another region $path", $there);
		diag("$a\n$b") if $a ne $b;
	}
}
is_deeply(\@wrong, [], 'every cell of the pages');
my ($a, $b) = map { $who{lain}->get("/api/v1/decree/show?rancangan=$_") } $draft, 'AAAA-AAAA-AAAA';
is($a->{status}, $b->{status}, 'the API of another region: the same status');
is($a->{content} =~ s/\Q$draft\E/X/gr, $b->{content} =~ s/AAAA-AAAA-AAAA/X/gr, 'and the same words');
is($who{operator_opd}->get("/api/v1/decree/show?rancangan=$draft")->{status}, 200, 'while it is there for its own');
cmp_ok($cells, '>', 1000, "$cells cells");
is(($web->stop)[0], 0, 'the end');
done_testing();
