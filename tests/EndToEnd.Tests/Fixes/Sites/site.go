// A site with every fault below /before and every remedy below /after. In place of a line such as "//: challenge" its snippet is put.
package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

func findUser(r *http.Request) (string, bool) {
	return "anna", r.Header.Get("Authorization") == "Bearer good"
}

func isPassword(name, password string) bool { return false }

func verify(token string) bool { return token == "good" }

func scopesOf(r *http.Request) []string { return []string{"profile"} }

func newSession(r *http.Request) string { return "mF9B5f41JqM3vT8w" }

//: challenge

//: basic

//: bearer

//: scope

//: resource-metadata

//: no-login-page

//: no-store

//: cors

//: cookie

func orders(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "[]") }

func refusing(status int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.WriteHeader(status)
	}
}

func guarded(w http.ResponseWriter, r *http.Request) {
	if _, ok := findUser(r); !ok {
		refusing(401, "WWW-Authenticate", `Bearer realm="api"`)(w, r)
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "https://app.example.org")
	w.Header().Set("Vary", "Origin")
	orders(w, r)
}

func main() {
	cached := refusing(401, "WWW-Authenticate", `Bearer realm="api"`, "Cache-Control", "public, max-age=600")
	open := http.HandlerFunc(orders)
	site := map[string]http.Handler{
		"/before/challenge": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, ok := findUser(r); ok {
				orders(w, r)
			} else {
				http.Error(w, "Unauthorized", 401)
			}
		}),
		"/before/basic":             refusing(401, "WWW-Authenticate", "Basic"),
		"/before/bearer":            refusing(401, "WWW-Authenticate", "Bearer"),
		"/before/scope":             refusing(401, "WWW-Authenticate", `Bearer realm="api", error="insufficient_scope"`),
		"/before/resource-metadata": refusing(401, "WWW-Authenticate", `Bearer realm="api"`),
		"/before/no-login-page":     refusing(302, "Location", "/login"),
		"/before/no-store":          cached,
		"/before/cors":              http.HandlerFunc(guarded),
		"/before/cookie": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: newSession(r)})
			w.WriteHeader(204)
		}),
		"/after/challenge":         requireUser(open),
		"/after/basic":             requirePassword(open),
		"/after/bearer":            requireToken(open),
		"/after/scope":             requireScope("orders:read", open),
		"/after/resource-metadata": withMetadata(open),
		"/after/no-login-page":     requireSession(open),
		"/after/no-store":          keepNoRefusal(cached),
		"/after/cors":              crossOrigin(requireUser(open)),
		"/after/cookie":            http.HandlerFunc(signIn),
	}
	mux := http.NewServeMux()
	for prefix, handler := range site {
		mux.Handle(prefix+"/", http.StripPrefix(prefix, handler))
	}
	fmt.Println(http.ListenAndServe("127.0.0.1:"+os.Args[1], mux))
	_ = url.QueryEscape
}
