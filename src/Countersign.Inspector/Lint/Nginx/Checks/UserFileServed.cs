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
        var folders = Folders(view).ToList();
        var files = view.LevelsAndExceptions()
            .Select(level => level.Scope.Effective("auth_basic_user_file"))
            .OfType<Directive>().Distinct()
            .Where(line => line.Arguments is [{ Text: var name }, ..] && !name.Contains('$', StringComparison.Ordinal) && (name.StartsWith('/') || !view.Model.IsFragment));
        foreach (var line in files)
        {
            view.Model.Judging.Count(folders.Count / 8);
            var file = view.Model.PathOf(line.Arguments[0].Text);
            var served = folders.Where(each => file.StartsWith(each.Folder, StringComparison.Ordinal)).Select(each => Served(each.Level, each.Root, each.Folder, file, view)).FirstOrDefault(answer => answer is not null);
            if (served is var (path, root, answer))
                yield return Found($"{line.Arguments[0].Text} can be fetched as {path} by everybody.", line, root, answer.Location?.Block);
        }
    }

    // Locations with the folder of their server have nothing more to show than it.
    private static IEnumerable<(NginxLevel Level, Directive Root, string Folder)> Folders(NginxView view) =>
        from each in view.Levels().Select(level => (Level: level, Root: level.Scope.Effective("root", "alias") is [var first, ..] ? first : null)).DistinctBy(each => (each.Level.Server, each.Root))
        where each.Root is { Arguments: [_] } && !each.Root.Arguments[0].Text.Contains('$', StringComparison.Ordinal)
            && (each.Root.Name == "root" || each.Level.Location is { IsPrefix: true })
        select (each.Level, each.Root, each.Root.Arguments[0].Text.TrimEnd('/') + "/");

    private static (string Path, Directive Root, NginxAnswer Answer)? Served(NginxLevel level, Directive root, string folder, string file, NginxView view)
    {
        var path = root.Name == "root" ? file[(folder.Length - 1)..] : level.Location!.Text + file[root.Arguments[0].Text.Length..];
        if (view.Ask(level.Server, path) is not { Access: Access.Open, IsFile: true, Status: null or 200 } answer)
            return null;
        var scope = answer.Location?.Scope ?? level.Server.Scope;
        return NginxPaths.FileOf(path, scope, out _) == file ? (path, root, answer) : null;
    }
}
