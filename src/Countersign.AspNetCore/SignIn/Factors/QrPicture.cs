using System.Collections;
using System.Globalization;
using System.Text;
using Countersign.AspNetCore.SignIn.Pages;
using QRCoder;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>A QR code as SVG that stands in a page, without script and style.</summary>
internal static class QrPicture
{
    /// <summary>The picture of a text: dark on light whatever colours the page has, for scanners want it so.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="label">What it is, for those who don't see it; plain text.</param>
    public static Html Draw(string text, string label)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var side = code.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < side; y++)
            DrawRow(code.ModuleMatrix[y], y, path);
        return Html.Of($"""<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="240" height="240" role="img" aria-label="{label}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{path.ToString()}"/></svg>""");
    }

    private static void DrawRow(BitArray row, int y, StringBuilder path)
    {
        for (var x = 0; x < row.Length; x++)
        {
            if (!row[x])
                continue;
            var start = x;
            while (x < row.Length && row[x])
                x++;
            path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
        }
    }
}
