# Every use case that the API offers, out of its own document, and a small city in which there is one of everything, so
# that each field can be given a value that is right. A new use case is among them without being told.
package Isian;
use strict;
use warnings;
use Encode ();
use JSON::PP;
use POSIX ();
use Web;

my $pin = '482913';
my $id = qr/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;
our @staff = qw(satu dua tiga);

sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f>; }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f; return $_[0]; }

# --- the city: files, a database, three people who may everything between them, one of each kind of object ----------
# cells: what stands instead in the n-th row of a column of one list; programme: its name.
sub rewrite {
	my ($c, %o) = @_;
	my ($list) = grep { /csv$/ } glob "$c/usulan*";
	my ($head, @rows) = split /\r?\n/, slurp($list);
	my @names = split /,/, $head;
	for my $n ($o{cells} ? 0 .. $#rows : ()) {
		my @cells = $rows[$n] =~ /\G("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;
		for my $k (0 .. $#names) {
			my $instead = $o{cells}->($names[$k], $n) // next;
			$cells[$k] = '"' . $instead =~ s/"/""/gr . '"';
		}
		$rows[$n] = join ',', @cells[ 0 .. $#names ];
	}
	spew($list, join("\n", $head, @rows) . "\n");
	return unless defined $o{programme};
	my $name = encode_json([ Encode::decode_utf8($o{programme}) ]) =~ s/^\[|\]$//gr;
	spew("$c/program.yaml", slurp("$c/program.yaml") =~ s/^  nama: .*/  nama: $name/mr);
}

sub city {
	my ($class, $lindung, $dir, %o) = @_;
	my $self = bless { lindung => $lindung, dir => $dir, db => "$dir/kota.db", city => "$dir/kota" }, $class;
	my $db = "--db $self->{db}";
	$self->do("sample $self->{city} --persons 4000 --proposals @{[ $o{proposals} // 200 ]} --seed 12");
	rewrite($self->{city}, %o);
	$self->do("init $db");
	spew("$dir/pin", "$pin\n");
	chmod 0600, "$dir/pin";
	my ($roles) = join ',', grep { $_ ne 'admin' } slurp('src/access/role.def') =~ /^ROLE\((\w+),/mg;
	$self->user('kelola', 'admin');
	$self->user($_, $roles) for @staff;
	$self->user('tamu', 'bappeda');
	$self->do("permit add $_ --nomor 470/1 --tanggal-perjanjian 2025-01-02 --pemilik Pemilik --tujuan pemadanan --kegunaan pemadanan,pelaporan"
		. " --simpan --mulai 2020-01-01 --sampai 2090-12-31 $db @{[ $self->as('kelola') ]}") for qw(dukcapil desil peserta tolak hasil_padan);
	my $c = $self->{city};
	my ($list) = grep { /csv$/ } glob "$c/usulan*";
	my $lists = join ' ', map { "--usulan $_" } glob "$c/usulan*";
	my $out = $self->do("run --program $c/program.yaml $lists --dukcapil $c/dukcapil.csv --desil $c/desil.csv --peserta $c/peserta.csv"
		. " --tolak $c/tolak_asn.csv --keluaran $dir/hasil $db --json @{[ $self->as('satu') ]}");
	($self->{is}{rancangan}) = $out =~ /"rancangan":"($id)"/ or die $out;
	($self->{is}{tolak}) = map { /\b(\d{16})\b/ } grep { /,ditolak,/ } split /\n/, slurp("$dir/hasil/keputusan.csv");
	die 'nobody is refused' unless $self->{is}{tolak};
	($self->{is}{kiriman}) = $self->do("batch add usulan $list --opd Dinas $db --json @{[ $self->as('satu') ]}") =~ /"kiriman":"($id)"/ or die 'no batch';
	($self->{is}{program}) = $self->do("programme save $c/program.yaml $db --json @{[ $self->as('satu') ]}") =~ /"nomor":"([^"]+)"/ or die 'no programme';
	($self->{is}{tiket}) = $self->do("objection add --jenis saya_layak --nama Siti --isi \"saya pemulung di Lakessi\" --kelurahan Lakessi $db --json"
		. " @{[ $self->as('satu') ]}") =~ /"tiket":"($id)"/ or die 'no objection';
	($self->{is}{izin}) = $self->do("permit list $db --json @{[ $self->as('kelola') ]}") =~ /"izin":"($id)"/ or die 'no permit';
	return $self;
}

sub as { my ($self, $name) = @_; return "--sebagai $name --pin-berkas $self->{dir}/pin"; }

sub do {
	my ($self, $args) = @_;
	my $out = `$self->{lindung} $args 2>&1`;
	die "$args\n$out" if $?;
	return $out;
}

sub user {
	my ($self, $name, $role, @more) = @_;
	my $as = $name eq 'kelola' ? '' : $self->as('kelola');
	$self->do("user add $name --role $role --db $self->{db} --pin-baru $self->{dir}/pin $as @more");
}

# Signed in, with a code where the role asks for one; several people are several clients.
sub enter {
	my ($self, $web, $name) = @_;
	my $who = $web->other;
	$who->{name} = $name;
	my $r = $who->sign_in($name, $pin);
	die "$name: $r->{status} $r->{content}" if $r->{status} != 303;
	$who->enrol if $who->get('/api/v1/compute/iuran')->{status} =~ /^40[13]$/;
	$who->{csrf} = $who->token('/masuk');
	return $who;
}

# What only a running server knows: people, jobs, the rows that may be taken.
sub learn {
	my ($self, $who) = @_;
	my $is = $self->{is};
	my $until = time + ($ENV{LINDUNG_SANITIZED} ? 120 : 20);
	my $people;
	do { $people = decode_json($who->get('/api/v1/person/list')->{content}); select undef, undef, undef, 0.1 } until $people->{siap} || time > $until;
	$is->{orang} = $people->{daftar}[0]{orang} // die 'nobody';
	($is->{no}) = $who->get("/pemadanan/$is->{rancangan}")->{content} =~ m{/baris/(\d+)"} or die 'nothing to review';
	($is->{sesi}) = map { $_->{sesi} } @{ decode_json($who->get('/api/v1/session/list')->{content})->{daftar} };
	$is->{kode} = '73.72.03.1001';
	return $is;
}

# --- the use cases ----------------------------------------------------------------------------------------------------
# [{ path, method, needs, writes, job, files, fields => [{ name, required, kind, words, max }] }], by their paths.
sub operations {
	my ($web) = @_;
	my $api = decode_json($web->get('/api/v1/openapi.json')->{content});
	my @all;
	for my $path (sort keys %{ $api->{paths} }) {
		my ($method) = keys %{ $api->{paths}{$path} };
		my $op = $api->{paths}{$path}{$method};
		my $writes = $method eq 'post' && grep { ($_->{'$ref'} // '') =~ /kunci_perintah/ } @{ $op->{parameters} // [] };
		my @fields;
		if ($method eq 'get') {
			@fields = map { field($_->{name}, $_->{schema}, $_->{required}) } grep { !$_->{'$ref'} } @{ $op->{parameters} // [] };
		} else {
			my $s = $op->{requestBody}{content}{'multipart/form-data'}{schema};
			my %must = map { $_ => 1 } @{ $s->{required} // [] };
			@fields = map { field($_, $s->{properties}{$_}, $must{$_}) } sort keys %{ $s->{properties} };
		}
		push @all, { path => $path, method => $method, needs => $op->{'x-wewenang'}, writes => $writes ? 1 : 0, job => $op->{responses}{202} ? 1 : 0,
			files => (grep { $_->{kind} eq 'file' } @fields) ? 1 : 0, fields => \@fields };
	}
	return @all;
}

sub field {
	my ($name, $s, $must) = @_;
	my $item = $s->{items} // $s;
	my $type = ref $s->{type} ? 'number' : $item->{type};
	my $kind = $item->{enum} ? 'choice' : ($item->{format} // '') eq 'binary' ? 'file' : ($item->{format} // '') eq 'date' ? 'day'
	  : ($item->{format} // '') eq 'password' ? 'secret' : $item->{pattern} ? 'month' : $type eq 'string' ? 'text' : $type;
	return { name => $name, required => $must ? 1 : 0, kind => $kind, words => $item->{enum}, max => $item->{maxLength} };
}

# Values by the field's own name; objects of the city come first.
my %example = (
	alasan => 'alasan yang cukup panjang', isi => 'saya bekerja sebagai pemulung', nik => '7372010101900001', 'kk-akhir' => '123456',
	kode => '73.72.03.1001', pengguna => 'satu', wewenang => 'hitung', 'tata-letak' => '', jawaban => '-', peta => 'nama=1', ulang => '',
	'pin-baru' => '640281', sesi => 'AAAA', kandidat => '1', sebelum => '1', dana => 'apbd=150000000', wilayah => '', scope => '', cari => 'siti',
	revisi => '', sesudah => '', tahun => '2025', nip => '197001012000031001', hp => '081234567890', lama => '1', orang => '1', dasar => 'dasar yang jelas', kelompok => '',
	kecamatan => '', kelurahan => 'Lakessi', terakhir => '0', 'surat' => '1/2025', cari => 'siti', hari_keberatan => '14', mulai => '2025-06-01', sampai => '2025-12-31',
	padan => '20', tinjau => '5', kota => 'Parepare',
);

# What only one use case wants.
my %of = (
	'/batch/columns' => { peta => '1=nama' }, '/card/print' => { alamat => 'https://lindung.contoh.go.id' }, '/card/show' => { alamat => 'https://lindung.contoh.go.id' },
	'/objection/answer' => { jawaban => 'akan kami periksa kembali' }, '/review/answer' => { jawaban => 'TOLAK' }, '/papers' => { surat => undef, tanggal => undef },
	'/person/list' => { kelurahan => undef }, '/programme/save' => { teks => undef }, '/simulate' => { orang => 100, dana => undef }, '/simulate/compare' => { 'a-mulai' => '2025-05' },
	'/threshold/set' => { padan => 99, tinjau => 50 }, '/row/list' => { alasan => 'usia_lebih' }, '/review/show' => { kandidat => undef },
	'/user/totp/confirm' => { kode => '123456' }, '/user/totp/remove' => { kode => '123456', nama => 'tamu' }, '/token/revoke' => { nama => 'tamu' },
	'/user/disable' => { nama => 'tamu' }, '/user/enable' => { nama => 'tamu' }, '/session/revoke' => { nama => undef }, '/session/list' => { nama => undef }, '/unmask-limit' => { jatah => 1000 },
	'/letterhead/save' => { pangkat => 'Pembina' }, '/batch/rows' => { warna => 'hijau', halaman => 1 }, '/region/import-boundary' => { wilayah => undef },
);
# Files that are not asked for and still needed.
my %needs = ('/run' => { dukcapil => 1, desil => 1, peserta => 1, tolak => 1 }, '/run-stored' => { dukcapil => 1, desil => 1, peserta => 1, tolak => 1 }, '/programme/save' => { berkas => 1 });

my $serial = 0;
# A value that this field takes in this use case; undef: left out.
sub value {
	my ($self, $op, $f) = @_;
	my ($name, $is) = ($f->{name}, $self->{is});
	return $of{ $op->{path} }{$name} if $of{ $op->{path} } && exists $of{ $op->{path} }{$name};
	return $is->{tolak} if $name eq 'orang' && $op->{path} =~ m{^/why};
	return POSIX::strftime('%Y-%m-%d', localtime time + 30 * 86400) if $op->{path} eq '/token/add' && $name eq 'sampai';
	return $self->file_for($op->{path}, $name) if $f->{kind} eq 'file';
	if ($f->{kind} eq 'choice') { return $f->{words}[0] }
	return ($name =~ /^(?:sampai)$/ ? '2027-12-31' : $name eq 'tanggal-perjanjian' ? '2025-01-02' : '2025-05-02') if $f->{kind} eq 'day';
	return '2025-05' if $f->{kind} eq 'month';
	return 'ya' if $f->{kind} eq 'boolean';
	if ($name eq 'nama') {
		return 'satu' if $op->{path} =~ m{^/(?:user/pin|user/totp|session)};
		return sprintf 'nama.%d', ++$serial if $op->{path} =~ m{^/(?:user|token)/add$};
		return 'Siti Aminah' if $op->{path} =~ m{^/objection/add$};
	}
	return $name eq 'program' ? $is->{program} : $is->{$name} if $f->{kind} ne 'file' && defined $is->{$name} && $name ne 'no' && !($op->{path} =~ /card.check/);
	return $is->{no} if $name =~ /^(?:no|urut)$/;
	my $v = exists $example{$name} && !($f->{kind} =~ /integer|number/ && $example{$name} !~ /^\d*$/) ? $example{$name} : $f->{kind} =~ /integer|number/ ? 1 : 'kata biasa';
	return length $v ? $v : undef;
}

sub file_for {
	my ($self, $path, $name) = @_;
	my $c = $self->{city};
	my ($list) = grep { /csv$/ } glob "$c/usulan*";
	if ($path =~ m{^/(?:batch/add|run)$} && $name =~ /^(?:berkas|usulan)$/) { # the same list is refused twice
		my $n = ++$serial;
		return spew("$self->{dir}/daftar-$n.csv", slurp($list) . "Baru $n,7372010101" . sprintf('%06d', $n) . "\n");
	}
	my %of = (program => "$c/program.yaml", usulan => $list, dukcapil => "$c/dukcapil.csv", desil => "$c/desil.csv", peserta => "$c/peserta.csv", tolak => "$c/tolak_asn.csv");
	return $of{$name} if $of{$name};
	return if $name =~ /^(?:tinjauan|sk|hasil-padan|instansi|lambang-\w+)$/;
	return "$c/program.yaml" if $path eq '/programme/save';
	return boundary($self->{dir}, $self->{ward} // 'Lakessi') if $path =~ /boundary/;
	return spew("$self->{dir}/bukti.pdf", "%PDF-1.4 pindaian\n");
}

# A ward's boundary; its name is what it is called there.
sub boundary {
	my ($dir, $name) = @_;
	return spew("$dir/batas.geojson", encode_json({ type => 'FeatureCollection', features => [
		{ type => 'Feature', properties => { kode => '73.72.03.1001', nama => $name }, geometry => { type => 'Polygon',
				coordinates => [ [ [ 119.6, -4 ], [ 119.7, -4 ], [ 119.7, -4.1 ], [ 119.6, -4 ] ] ] } } ] }));
}

# { field => value } of a request that is right.
sub right {
	my ($self, $op, %instead) = @_;
	my $needs = $needs{ $op->{path} } // {};
	my %in = map { my $v = $self->value($op, $_); ($_->{required} || $needs->{ $_->{name} } || $_->{kind} !~ /^(?:file|month|boolean)$/) && defined $v ? ($_->{name} => $v) : () } @{ $op->{fields} };
	return { %in, %instead };
}

# --- asking -----------------------------------------------------------------------------------------------------------
sub split_fields { my ($op, $in) = @_; my %file = map { $_->{name} => 1 } grep { $_->{kind} eq 'file' } @{ $op->{fields} }; return ([ grep { !$file{$_} } sort keys %$in ], [ grep { $file{$_} } sort keys %$in ]); }

sub body {
	my ($op, $in) = @_;
	my ($texts, $files) = split_fields($op, $in);
	return ('application/x-www-form-urlencoded', Web::form([ map { $_ => $in->{$_} } @$texts ])) unless $op->{files};
	my $mark = 'batas-dari-formulir';
	my $body = join '', map { "--$mark\r\nContent-Disposition: form-data; name=\"$_\"\r\n\r\n$in->{$_}\r\n" } @$texts;
	for (@$files) {
		my ($base) = $in->{$_} =~ m{([^/]+)$};
		$body .= "--$mark\r\nContent-Disposition: form-data; name=\"$_\"; filename=\"$base\"\r\nContent-Type: application/octet-stream\r\n\r\n" . slurp($in->{$_}) . "\r\n";
	}
	return ("multipart/form-data; boundary=$mark", "$body--$mark--\r\n");
}

my $from = 0;
# Each question comes from an address of its own (served with --tls-di-depan): what anybody may do is bounded by address.
sub address { my $n = ++$from; return ('X-Forwarded-For' => sprintf '10.%d.%d.%d', ($n >> 16) & 255, ($n >> 8) & 255, $n & 255); }

# The API. preview: nothing is written.
sub api {
	my ($who, $op, $in, %o) = @_;
	my $path = "/api/v1$op->{path}";
	return $who->get("$path?" . Web::form([ map { $_ => $in->{$_} } sort keys %$in ]), headers => { address() }) if $op->{method} eq 'get';
	my ($type, $body) = body($op, $in);
	return $who->request('POST', $path . ($o{preview} && $op->{writes} ? '?pratinjau=1' : ''), headers => { address(), 'Content-Type' => $type, 'X-CSRF' => $who->{csrf} }, body => $body);
}

# The page of the use case: its form is filled in; `step` is periksa or kirim.
sub page {
	my ($who, $op, $in, $step) = @_;
	return $who->get("/kerja$op->{path}?" . Web::form([ map { $_ => $in->{$_} } sort keys %$in ]), headers => { address() }) if $op->{method} eq 'get';
	my ($type, $body) = body($op, { %$in, csrf => $who->{csrf}, langkah => $step, acuan => sprintf 'UJI%07d', ++$serial });
	return $who->request('POST', "/kerja$op->{path}", headers => { address(), 'Content-Type' => $type }, body => $body);
}

1;
