using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Configuration;

/// <summary>What is wrong or weak in the password files that a configuration names. Never shows any of their secret parts.</summary>
internal static class CredentialFileWarnings
{
    /// <summary>The warnings, each file once. Those of a line are told at that line, those of a whole file where it is named.</summary>
    public static IEnumerable<ConfigurationProblem> For(ConfigurationReading reading, GatewayConfiguration gateway, Func<string, Mark> markOf)
    {
        var files = gateway.Schemes.SelectMany(FilesOf).DistinctBy(named => named.File, StringComparer.Ordinal);
        foreach (var (key, file, isDigest) in files)
        {
            foreach (var (line, message, isError) in ProblemsOf(file, isDigest))
            {
                var code = isError ? "password-useless" : "password-weak";
                var mark = markOf(key);
                yield return line > 0
                    ? new(ProblemSeverity.Warning, code, key, file, line, 1, message, null)
                    : new(ProblemSeverity.Warning, code, key, reading.File, mark.Line, mark.Column, message, null);
            }
        }
    }

    private static IEnumerable<(string Key, string File, bool IsDigest)> FilesOf(SchemeConfiguration scheme) => scheme switch
    {
        BasicConfiguration { Htpasswd: { } file } => [($"schemes.{scheme.Id}.htpasswd", file, false)],
        DigestConfiguration { Htdigest: var file } => [($"schemes.{scheme.Id}.htdigest", file, true)],
        _ => [],
    };

    private static IEnumerable<(int Line, string Message, bool IsError)> ProblemsOf(string file, bool isDigest)
    {
        try
        {
            var content = File.ReadAllBytes(file);
            return isDigest
                ? HtdigestFile.Parse(content).Problems.Select(problem => (problem.Line, problem.Message, true))
                : HtpasswdFile.Parse(content).Problems.Select(problem => (problem.Line, problem.Message, problem.IsError));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [(0, "the file can't be read any more", true)];
        }
    }
}
