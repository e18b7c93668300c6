using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Countersign.Cli.Capturing;
using Countersign.Cli.Requests;
using Countersign.Lab.Tunnels;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign record</c>: a proxy that takes down what passes, and judges it.</summary>
internal static class RecordCommand
{
    public const string Name = "record";

    public static Command Create()
    {
        var listen = new Option<string>("--listen", "-l") { Description = "Where it listens; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:8888", HelpName = "ADDRESS:PORT" }
            .CheckedAddress("127.0.0.1:8888");
        var others = new Option<bool>("--allow-others") { Description = "Let other machines use it, where --listen is no loopback address: they reach whatever this machine reaches." };
        var tls = new Option<bool>("--tls") { Description = "Listen to https as well, by certificates of an authority that is made for this run. Clients have to trust it." };
        var certificate = new Option<string?>("--authority") { Description = "Where the certificate of that authority is written, for clients to trust.", HelpName = "FILE" };
        var key = new Option<string?>("--authority-key") { Description = "Keep its key and certificate in this file for further runs, instead of in memory. Whoever reads it can listen to who trusts it.", HelpName = "FILE" };
        var har = new Option<string?>("--har") { Description = "Write what passed to this file at the end (HAR 1.2), without secrets.", HelpName = "FILE" };
        var secrets = new Option<bool>("--with-secrets") { Description = "Leave the secrets in the file of --har: whoever gets it can act as you." };
        var openApi = new Option<string?>("--openapi") { Description = "What the API says of itself (OpenAPI, JSON or YAML): exchanges are compared with it.", HelpName = "FILE" };
        var trusted = new Option<string?>("--cacert") { Description = "A PEM file of authorities that servers are trusted by, instead of the system's.", HelpName = "FILE" };
        var command = new CommandWithExamples(
            Name,
            "Run a proxy that takes down what passes, judges it as it passes, and says at the end what it came to. Ends with Ctrl+C.",
            "countersign record --har visit.har",
            "countersign record --tls --authority record.pem --har visit.har",
            "countersign record --openapi openapi.yaml --listen 127.0.0.1:9000")
        {
            listen, others, tls, certificate, key, har, secrets, openApi, trusted,
        };
        command.Validators.Add(result =>
        {
            if (result.Has(tls) != result.Has(certificate))
                result.AddError("--tls and --authority FILE go together: clients have to trust the certificate that is written there.");
            if (result.Has(key) && !result.Has(tls))
                result.AddError("--authority-key is for --tls.");
            if (result.Has(secrets) && !result.Has(har))
                result.AddError("--with-secrets is for --har FILE.");
            if (result.IsForOthers(listen) && !result.Has(others))
                result.AddError("--listen is no loopback address: others could go anywhere through this machine. --allow-others lets them.");
        });
        command.SetServing(async (parsed, cancel) =>
        {
            var (output, error, clock) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, TimeProvider.System);
            if (parsed.GetValue(har) is { } file && WritableFile.FaultOf(file) is { } fault)
                throw new CommandFailure($"--har: {fault}");
            if (parsed.GetValue(secrets))
                await error.WriteLineAsync("countersign: the file of --har will have the secrets of all exchanges in it.");
            var api = parsed.GetValue(openApi) is { } description ? ApiFiles.Read(description) : null;
            using var authority = parsed.GetValue(tls) ? Authority(parsed.GetValue(key), clock) : null;
            if (authority is not null)
                await File.WriteAllTextAsync(parsed.GetValue(certificate)!, authority.Pem + "\n", cancel);
            var capture = new Capture(output, parsed.GetValue(secrets), api);
            await using (var proxy = await CapturingProxy.StartAsync(ListenAddress.Read(parsed.GetRequiredValue(listen))!, capture, authority, parsed.GetValue(trusted), clock, cancel))
            {
                await output.WriteLineAsync($"listening on {proxy.Url}");
                foreach (var line in Advice(proxy.Url, authority, parsed.GetValue(certificate)))
                    await output.WriteLineAsync(line);
                await output.FlushAsync(CancellationToken.None);
                await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            capture.Sum();
            if (parsed.GetValue(har) is { } written)
            {
                capture.WriteTo(written);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"written to {written}; countersign inspect {written} says all of it"));
            }

            return 0;
        });
        return command;
    }

    private static ThrowAwayAuthority Authority(string? key, TimeProvider clock)
    {
        if (key is null)
            return ThrowAwayAuthority.Fresh(clock);
        try
        {
            return ThrowAwayAuthority.Kept(key, clock);
        }
        catch (CryptographicException)
        {
            throw new CommandFailure($"--authority-key: there is no authority in {key}.");
        }
    }

    private static string[] Advice(string url, ThrowAwayAuthority? authority, string? certificate) => authority is null
        ? [$"  curl --proxy {url} http://...                  https passes, and is not listened to (--tls)"]
        :
        [
            $"  curl --proxy {url} --cacert {certificate} https://...",
            $"  chromium --proxy-server={url} --ignore-certificate-errors-spki-list={authority.Pin} --user-data-dir=\"$(mktemp -d)\"",
            $"  HTTPS_PROXY={url} NODE_USE_ENV_PROXY=1 NODE_EXTRA_CA_CERTS={certificate} SSL_CERT_FILE={certificate} REQUESTS_CA_BUNDLE={certificate} ...",
            "  Trust it in what you start for this run, and not in the system: it is not needed afterwards.",
        ];
}
