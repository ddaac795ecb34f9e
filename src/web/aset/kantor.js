/* Comfort only: every page works without it. */
(function () {
	"use strict";
	var d = document, faults = d.querySelector(".faults");
	if (faults) faults.focus();
	/* A form is sent once, however often its button is pressed. */
	d.addEventListener("submit", function (ev) {
		var f = ev.target;
		if (f.method !== "post") return;
		if (f.dataset.sent) return ev.preventDefault();
		f.dataset.sent = "1";
		setTimeout(function () { delete f.dataset.sent; }, 8000);
	});
	addEventListener("pageshow", function () {
		d.querySelectorAll("form").forEach(function (f) { delete f.dataset.sent; });
	});
	/* A letter that an element names (data-key="p") presses it, when nobody is typing. */
	d.addEventListener("keydown", function (ev) {
		var at = ev.target, k = ev.key.toLowerCase();
		if (ev.ctrlKey || ev.metaKey || ev.altKey || (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== "radio") || !/^[a-z]$/.test(k)) return;
		var to = d.querySelector('[data-key="' + k + '"]');
		if (to) { ev.preventDefault(); to.click(); }
	});
	/* What goes on by itself (data-follow="address", with an id) is fetched again while somebody looks. */
	var live = d.querySelector("[data-follow]");
	function follow() {
		if (live && live.dataset.follow) setTimeout(function () {
			if (d.hidden) return follow();
			fetch(live.dataset.follow).then(function (r) { return r.ok ? r.text() : ""; }).then(function (html) {
				var now = html && new DOMParser().parseFromString(html, "text/html").getElementById(live.id);
				if (now) { live.replaceWith(now); live = now; }
				follow();
			}).catch(follow);
		}, 2000);
	}
	follow();
})();
