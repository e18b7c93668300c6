namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>JavaScript with <c>fetch</c>, as a module for Node.</summary>
internal sealed class JavaScriptCode : CodeForm
{
    // The first of each name: what comes after may be of another challenge.
    private const string Digest = """
        import { createHash, randomBytes } from 'node:crypto';

        // fetch knows no Digest (RFC 7616): the challenge is answered here.
        function digest(challenge, method, url, user, password) {
          const given = {};
          for (const [, name, quoted, plain] of challenge.slice(challenge.search(/digest /i)).matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g))
            given[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? plain;
          const algorithm = given.algorithm ?? 'MD5';
          const hash = text => createHash({ 'MD5': 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }[algorithm.toUpperCase()]).update(text).digest('hex');
          const quote = text => `"${text.replace(/["\\]/g, '\\$&')}"`;
          const [uri, nc, cnonce] = [url.pathname + url.search, '00000001', randomBytes(16).toString('hex')];
          const response = hash([hash(`${user}:${given.realm}:${password}`), given.nonce, nc, cnonce, 'auth', hash(`${method}:${uri}`)].join(':'));
          return `Digest username=${quote(user)}, realm=${quote(given.realm)}, nonce=${quote(given.nonce)}, uri=${quote(uri)}, algorithm=${algorithm}, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}"`
            + (given.opaque === undefined ? '' : `, opaque=${quote(given.opaque)}`);
        }

        """;

    public override string Name => "JavaScript fetch";

    public override string Write(CodeRequest request)
    {
        var lines = new List<string>(Comments(request, "//"));
        if (request.DigestUser is not null)
            lines.AddRange(Digest.ReplaceLineEndings("\n").Split('\n'));
        lines.Add($"const url = new URL({Expression(request.Url)});");
        lines.Add("const options = {");
        lines.Add($"  method: {Literal(request.Method)},");
        lines.Add("  headers: {");
        lines.AddRange(request.JoinedFields.Select(field => $"    {Literal(field.Name)}: {Expression(field.Value)},"));
        if (request.BasicUser is { } user)
            lines.Add($"    \"Authorization\": \"Basic \" + Buffer.from({Expression($"{user}:{Playground.Variables.Mark(CodeRequest.Password)}")}).toString(\"base64\"),");
        lines.Add("  },");
        if (request.Content.Length > 0)
            lines.Add(request.Method is "GET" or "HEAD" ? "  // fetch sends no content with GET and HEAD." : $"  body: {Expression(request.Content)},");
        lines.AddRange([$"  redirect: \"{(request.Follows ? "follow" : "manual")}\",", "};", $"{(request.DigestUser is null ? "const" : "let")} answer = await fetch(url, options);"]);
        if (request.DigestUser is { } name)
        {
            lines.Add("if (answer.status === 401) {");
            lines.Add($"  options.headers.Authorization = digest(answer.headers.get(\"WWW-Authenticate\"), options.method, url, {Expression(name)}, {Variable(CodeRequest.Password)});");
            lines.AddRange(["  answer = await fetch(url, options);", "}"]);
        }

        lines.AddRange(["console.log(answer.status);", "console.log(await answer.text());"]);
        return string.Join('\n', lines);
    }

    protected override string Variable(string name) => $"process.env.{name}";
}
