using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What of a line of httpd's nobody is to read in a report.</summary>
internal static partial class ApacheSecrets
{
    private static readonly ImmutableHashSet<string> Valued = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "SetEnv", "Define", "RequestHeader", "Header", "php_value", "php_admin_value", "PerlSetVar", "PerlAddVar", "PerlSetEnv", "FcgidInitialEnv", "PassengerEnvVar", "ProxySet");

    private static readonly ImmutableHashSet<string> OfConnection = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "Remote_Addr", "Remote_Host", "Server_Addr", "Request_Method", "Request_Protocol");

    /// <summary>The line as a person may read it.</summary>
    public static string Without(string line, ConfigurationSecrets secrets)
    {
        var end = line.AsSpan().IndexOfAny(ApacheText.NameEnds);
        var name = end <= 0 ? line : line[..end];
        return secrets.Line(name, () => name + Words(name.TrimStart('<'), line[name.Length..], secrets));
    }

    private static string Words(string name, string rest, ConfigurationSecrets secrets)
    {
        if (SecretReferences.IsSetting(name) || name.Equals("DBDParams", StringComparison.OrdinalIgnoreCase) || name.Equals("AuthBasicFake", StringComparison.OrdinalIgnoreCase))
        {
            var kept = name.Equals("AuthBasicFake", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            return Each(rest, (word, index) => index < kept ? word : secrets.Value(word));
        }

        if (name.ToUpperInvariant() is "IF" or "ELSEIF" or "REQUIRE" or "SSLREQUIRE" or "SETENVIFEXPR" or "PROXYFCGISETENVIF")
            return Quoted().IsMatch(rest) ? Each(rest, (word, _) => secrets.Shown(secrets.Expression(word), SecretReference.None)) : secrets.Expression(rest);
        if (name.StartsWith("SetEnvIf", StringComparison.OrdinalIgnoreCase))
            return OfField(rest, secrets);
        if (name.Equals("RewriteCond", StringComparison.OrdinalIgnoreCase))
            return OfCondition(rest, secrets);
        if (name.Equals("RewriteRule", StringComparison.OrdinalIgnoreCase))
            return Flag().Replace(rest, match => SecretReferences.Of(match.Groups["name"].Value, isCookie: match.Value[0] is 'C' or 'c', isSent: true) == SecretReference.Secret ? match.Groups["head"].Value + secrets.Value(match.Groups["value"].Value) : match.Value);
        return Valued.Contains(name) ? OfSetting(rest, secrets) : rest;
    }

    private static string OfSetting(string rest, ConfigurationSecrets secrets)
    {
        var reference = SecretReference.None;
        return Each(rest, (word, index) =>
        {
            if (word.StartsWith("env=", StringComparison.OrdinalIgnoreCase) || word.Equals("early", StringComparison.OrdinalIgnoreCase))
                return word;
            if (word.StartsWith("expr=", StringComparison.OrdinalIgnoreCase))
                return secrets.Expression(word);
            if (reference != SecretReference.None || !SecretReferences.IsWord(word))
                return secrets.Set(word, reference);
            reference = index < 3 ? SecretReferences.OfSetting(word.TrimEnd(':')) : SecretReference.None;
            return word;
        });
    }

    // SetEnvIf X-Api-Key ^x$ known=yes
    private static string OfField(string rest, ConfigurationSecrets secrets)
    {
        var reference = SecretReference.None;
        return Each(rest, (word, index) =>
        {
            if (index == 0)
                reference = OfConnection.Contains(word) ? SecretReference.None : word.Equals("Request_URI", StringComparison.OrdinalIgnoreCase) ? SecretReference.Query : SecretReferences.Of(word, isSent: true);
            return index == 1 ? secrets.Shown(word, reference) : secrets.Shown(word, SecretReference.None);
        });
    }

    private static string OfCondition(string rest, ConfigurationSecrets secrets)
    {
        var (reference, isExpression) = (SecretReference.None, false);
        return Each(rest, (word, index) =>
        {
            if (index == 0)
            {
                reference = SecretReferences.In(word);
                isExpression = word.Equals("expr", StringComparison.OrdinalIgnoreCase);
                return reference == SecretReference.Secret ? secrets.Value(word) : word;
            }

            return isExpression ? secrets.Expression(word) : index > 0 && !word.StartsWith('[') ? secrets.Shown(word, reference) : word;
        });
    }

    // The words one by one, within the quotes they stand in.
    private static string Each(string rest, Func<string, int, string> shown)
    {
        var index = 0;
        return Word().Replace(rest, match => match.Groups["open"].Value + shown(match.Groups["word"].Value, index++) + match.Groups["close"].Value);
    }

    [GeneratedRegex(@"(?<open>"")(?<word>(\\.|[^""\\])*)(?<close>""?)|(?<open>')(?<word>(\\.|[^'\\])*)(?<close>'?)|(?<open>)(?<word>\S+)(?<close>)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    // An expression that is one word.
    [GeneratedRegex(@"^\s*((not\s+)?expr\s+)?[""']", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<=[\[,])(?<head>(E|env|CO|cookie)=!?(?<name>[^:,\]]+):)(?<value>[^:,\]]*)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Flag();
}
