namespace Countersign.Gateway.Doctor;

/// <summary>Takes the password out of what peers have said: a page may answer with what it was sent.</summary>
internal static class PasswordMask
{
    private const string Masked = "***";

    /// <summary>The same report with *** for the password, as it is and as URLs and forms write it, in whichever case.</summary>
    public static DoctorReport Without(this DoctorReport report, Secret? password)
    {
        var text = password?.Reveal();
        if (string.IsNullOrEmpty(text))
            return report;

        // The longest first: the others may be within it.
        string[] forms = [.. new[] { text, Uri.EscapeDataString(text), Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal), new(Array.ConvertAll(text.ToCharArray(), letter => letter is >= ' ' and <= '~' ? letter : '?')) }
            .Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        return report with { Findings = [.. report.Findings.Select(finding => finding with { Found = Of(finding.Found), Mend = finding.Mend is { } mend ? Of(mend) : null, Evidence = [.. finding.Evidence.Select(Of)] })] };

        string Of(string words) => forms.Aggregate(words, (rest, form) => rest.Replace(form, Masked, StringComparison.OrdinalIgnoreCase));
    }
}
