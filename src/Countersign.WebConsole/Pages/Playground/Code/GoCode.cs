using System.Collections.Immutable;

namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>Go with its own library.</summary>
internal sealed class GoCode : CodeForm
{
    // The first of each name: what comes after may be of another challenge.
    private const string Digest = """

        // net/http knows no Digest (RFC 7616): the challenge is answered here.
        func digest(challenges []string, request *http.Request, user, password string) string {
        	for _, challenge := range challenges {
        		at := strings.Index(strings.ToLower(challenge), "digest ")
        		if at < 0 {
        			continue
        		}
        		given := map[string]string{}
        		for _, pair := range regexp.MustCompile(`(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))`).FindAllStringSubmatch(challenge[at:], -1) {
        			if _, isKnown := given[strings.ToLower(pair[1])]; !isKnown {
        				given[strings.ToLower(pair[1])] = regexp.MustCompile(`\\(.)`).ReplaceAllString(pair[2], "$1") + pair[3]
        			}
        		}
        		algorithm := given["algorithm"]
        		if algorithm == "" {
        			algorithm = "MD5"
        		}
        		hash := func(parts ...string) string {
        			h := map[string]func() hash.Hash{"MD5": md5.New, "SHA-256": sha256.New, "SHA-512-256": sha512.New512_256}[strings.ToUpper(algorithm)]()
        			h.Write([]byte(strings.Join(parts, ":")))
        			return hex.EncodeToString(h.Sum(nil))
        		}
        		quote := func(text string) string {
        			return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
        		}
        		random := make([]byte, 16)
        		rand.Read(random)
        		uri, nc, cnonce := request.URL.RequestURI(), "00000001", hex.EncodeToString(random)
        		response := hash(hash(user, given["realm"], password), given["nonce"], nc, cnonce, "auth", hash(request.Method, uri))
        		answer := "Digest username=" + quote(user) + ", realm=" + quote(given["realm"]) + ", nonce=" + quote(given["nonce"]) + ", uri=" + quote(uri) +
        			", algorithm=" + algorithm + ", qop=auth, nc=" + nc + ", cnonce=" + quote(cnonce) + ", response=" + quote(response)
        		if opaque, isThere := given["opaque"]; isThere {
        			answer += ", opaque=" + quote(opaque)
        		}
        		return answer
        	}
        	panic("the server does not ask for Digest")
        }
        """;

    private static readonly ImmutableArray<string> OfDigest = ["crypto/md5", "crypto/rand", "crypto/sha256", "crypto/sha512", "encoding/hex", "hash", "regexp", "strings"];

    public override string Name => "Go";

    public override string Write(CodeRequest request)
    {
        var packages = new SortedSet<string>(StringComparer.Ordinal) { "fmt", "io", "net/http" };
        if (!request.Variables.IsEmpty)
            packages.Add("os");
        if (request.Content.Length > 0)
            packages.Add("strings");
        if (request.DigestUser is not null)
            packages.UnionWith(OfDigest);
        var lines = new List<string>([.. Comments(request, "//"), "package main", "", "import (", .. packages.Select(package => $"\t{Literal(package)}"), ")", "", "func main() {"]);
        lines.AddRange(Body(request).Select(line => $"\t{line}"));
        lines.Add("}");
        if (request.DigestUser is not null)
            lines.AddRange(Digest.ReplaceLineEndings("\n").Split('\n'));
        return string.Join('\n', lines);
    }

    protected override string Variable(string name) => $"os.Getenv({Literal(name)})";

    private List<string> Body(CodeRequest request)
    {
        var content = request.Content.Length > 0 ? $"strings.NewReader({Expression(request.Content)})" : "nil";
        var lines = new List<string> { $"request, err := http.NewRequest({Literal(request.Method)}, {Expression(request.Url)}, {content})" };
        lines.AddRange(Failed);
        foreach (var (name, value) in request.Fields)
            lines.Add(name.Equals("Host", StringComparison.OrdinalIgnoreCase) ? $"request.Host = {Expression(value)}" : $"request.Header.Add({Literal(name)}, {Expression(value)})");
        if (request.BasicUser is { } user)
            lines.Add($"request.SetBasicAuth({Expression(user)}, {Variable(CodeRequest.Password)})");
        lines.Add("client := &http.Client{}");
        if (!request.Follows)
            lines.AddRange(["client.CheckRedirect = func(*http.Request, []*http.Request) error {", "\treturn http.ErrUseLastResponse", "}"]);
        lines.Add("answer, err := client.Do(request)");
        lines.AddRange(Failed);
        if (request.DigestUser is { } named)
        {
            lines.AddRange(["if answer.StatusCode == 401 {", "\tanswer.Body.Close()"]);
            if (request.Content.Length > 0)
                lines.Add("\trequest.Body, _ = request.GetBody()");
            lines.Add($"\trequest.Header.Set(\"Authorization\", digest(answer.Header.Values(\"WWW-Authenticate\"), request, {Expression(named)}, {Variable(CodeRequest.Password)}))");
            lines.AddRange(["\tif answer, err = client.Do(request); err != nil {", "\t\tpanic(err)", "\t}", "}"]);
        }

        lines.AddRange(["defer answer.Body.Close()", "text, _ := io.ReadAll(answer.Body)", "fmt.Println(answer.StatusCode)", "fmt.Println(string(text))"]);
        return lines;
    }

    private static readonly ImmutableArray<string> Failed = ["if err != nil {", "\tpanic(err)", "}"];
}
