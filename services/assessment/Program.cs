Bishui.Assessment.AssessmentService.Build(args).Run();
