using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class UserFileServed : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "user-file-served",
        Severity.Error,
        "The file of users can be downloaded",
        "It lies among the files that are sent to everybody, and its hashes can be tried at leisure.",
        "nginx, ngx_http_auth_basic_module",
        "Move it out of the folder of the site, or deny its name: location ~ /\\.ht { deny all; }.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        var files = view.LevelsAndExceptions()
            .Select(level => level.Scope.Effective("auth_basic_user_file"))
            .OfType<Directive>().Distinct()
            .Where(line => line.Arguments is [{ Text: var name }, ..] && !name.Contains('$', StringComparison.Ordinal) && (name.StartsWith('/') || !view.Model.IsFragment));
        foreach (var line in files)
        {
            var file = view.Model.PathOf(line.Arguments[0].Text);
            if (view.Levels().Select(level => Served(level, file, view)).FirstOrDefault(served => served is not null) is var (path, root, answer))
                yield return Found($"{line.Arguments[0].Text} can be fetched as {path} by everybody.", line, root, answer.Location?.Block);
        }
    }

    private static (string Path, Directive Root, NginxAnswer Answer)? Served(NginxLevel level, string file, NginxView view)
    {
        if (level.Scope.Effective("root", "alias") is not [{ Arguments: [{ Text: var folder }] } root, ..] || folder.Contains('$', StringComparison.Ordinal) || !file.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal))
            return null;
        if (root.Name == "alias" && level.Location is not { IsPrefix: true })
            return null;
        var path = root.Name == "root" ? file[folder.TrimEnd('/').Length..] : level.Location!.Text + file[folder.Length..];
        if (view.Ask(level.Server, path) is not { Access: Access.Open, IsFile: true, Status: null or 200 } answer)
            return null;
        var scope = answer.Location?.Scope ?? level.Server.Scope;
        return NginxPaths.FileOf(path, scope, out _) == file ? (path, root, answer) : null;
    }
}
