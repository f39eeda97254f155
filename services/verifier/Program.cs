return Bishui.Verifier.ExportVerifier.Run(args, Console.Out, Console.Error);
