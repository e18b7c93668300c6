using System.Text;

namespace Countersign.Gateway.Configuration;

/// <summary>Writes the reference page of the configuration file.</summary>
public static class OptionsReference
{
    private static readonly (string Section, string Title)[] Sections =
    [
        (ConfigurationKeys.Top, "Top level"), ("listen", "listen, as a mapping"), (ConfigurationKeys.ForwardAuth, "forward-auth"), ("identity", "identity"), (ConfigurationKeys.Assertion, "assertion"), (ConfigurationKeys.SignIn, "sign-in"), (ConfigurationKeys.Providers, "sign-in: providers"), ("journal", "journal"), ("limits", "limits"),
        ("telemetry", "telemetry"), (ConfigurationKeys.Basic, "schemes: basic"), (ConfigurationKeys.Digest, "schemes: digest"),
        (ConfigurationKeys.ApiKey, "schemes: api-key"), (ConfigurationKeys.Bearer, "schemes: bearer"), (ConfigurationKeys.Issuers, "bearer: issuers"),
        (ConfigurationKeys.Introspection, "issuers: introspection"), (ConfigurationKeys.Dpop, "schemes: dpop"), (ConfigurationKeys.Session, "schemes: session"), ("routes", "routes"), ("match", "routes: match"),
        ("access", "routes: access, as a mapping"), ("upstream", "routes: upstream, as a mapping"), (ConfigurationKeys.Exchange, "upstream: exchange"), ("health", "upstream: health"), ("set-headers", "upstream: set-headers"),
        ("remove-headers", "upstream: remove-headers"), ("cors", "routes: cors"),
    ];

    /// <summary>The page as Markdown.</summary>
    public static string Write()
    {
        var page = new StringBuilder("""
            # countersign.yaml

            Unknown keys are errors. `${env:NAME}` and `${file:path}` stand in any text; files are relative to the configuration file.
            Durations are a whole number and a unit: `500ms`, `10s`, `5m`, `12h`, `30d`.

            A running gateway takes a changed file within seconds. What is marked *Restart* keeps its value until the next start; the log names it.
            So does an `admin-token` that is taken out before a random one was ever made.

            """);
        foreach (var (section, title) in Sections)
        {
            page.Append("\n## ").Append(title).Append("\n\n| key | default | meaning |\n|---|---|---|\n");
            foreach (var key in ConfigurationKeys.Of(section))
            {
                var standard = key.Required ? "required" : key.Default is null ? "" : $"`{key.Default}`";
                var choices = key.Choices.Length > 1 && key.Name != "type" ? $" One of `{string.Join("`, `", key.Choices)}`." : "";
                var longest = key.Longest is { } duration ? $" At most `{duration}`." : "";
                var restart = key.NeedsRestart ? " *Restart.*" : "";
                page.Append("| `").Append(key.Name).Append("` | ").Append(standard).Append(" | ")
                    .Append(key.Sentence).Append(choices).Append(longest).Append(restart).Append(" |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }
}
